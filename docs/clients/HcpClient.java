import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * 政务服务“好差评”业务系统接口的示例客户端（Java 17 以上；SM3 用 Bouncy Castle，Maven 坐标 org.bouncycastle:bcprov-jdk18on，
 * Debian 软件包 libbcprov-java）。
 *
 * <pre>
 * javac -cp bcprov.jar HcpClient.java
 * HCP_SECRET=64位十六进制数 java -cp bcprov.jar:. HcpClient 地址 密钥编号 &lt; 办件.json
 * </pre>
 *
 * 从标准输入读一个办件（JSON），推送后打印服务器的回答。
 */
public final class HcpClient {
    private static final HexFormat HEX = HexFormat.of();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final SecureRandom random = new SecureRandom();
    private final String base;
    private final String key;
    private final byte[] secret;

    public HcpClient(String base, String key, byte[] secret) {
        this.base = base;
        this.key = key;
        this.secret = secret.clone();
    }

    /** 发送一次调用。target 是路径和查询串，按发送的原样；每次重发都要重新签名。 */
    public HttpResponse<String> call(String method, String target, byte[] body, String idempotencyKey) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + target))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization(method, target, body))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", "\"" + idempotencyKey + "\"");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** 签名：六行文本的 HMAC-SM3，以换行符（LF）连接。 */
    private String authorization(String method, String target, byte[] body) {
        long time = System.currentTimeMillis();
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String nonce = HEX.formatHex(bytes);
        String text = String.join("\n", "HCP1", method, target, HEX.formatHex(sm3(body)), Long.toString(time), nonce);
        String signature = HEX.formatHex(hmac(text.getBytes(StandardCharsets.UTF_8)));
        return "HCP1-HMAC-SM3 key=" + key + ", time=" + time + ", nonce=" + nonce + ", signature=" + signature;
    }

    private static byte[] sm3(byte[] data) {
        SM3Digest digest = new SM3Digest();
        digest.update(data, 0, data.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }

    private byte[] hmac(byte[] data) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(secret));
        mac.update(data, 0, data.length);
        byte[] out = new byte[mac.getMacSize()];
        mac.doFinal(out, 0);
        return out;
    }

    public static void main(String[] args) throws Exception {
        HcpClient client = new HcpClient(args[0], args[1], HEX.parseHex(System.getenv("HCP_SECRET")));
        byte[] body = System.in.readAllBytes();
        // 同样的内容重发时 Idempotency-Key 相同，所以不会重复。
        HttpResponse<String> answer = client.call("POST", "/api/v1/cases", body, HEX.formatHex(sm3(body)));
        System.out.println(answer.body());
        System.exit(answer.statusCode() < 400 ? 0 : 1);
    }
}
