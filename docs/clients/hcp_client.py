"""政务服务“好差评”业务系统接口的示例客户端（Python 3.8 以上，只用标准库）。

    python3 hcp_client.py 地址 密钥编号 < 办件.json

从标准输入读一个办件（JSON），推送后打印评价链接。密钥在环境变量 HCP_SECRET 中（64 位十六进制数）。
标准库的 SM3 由 OpenSSL 提供；没有编入 SM3 的系统，可换用 PyPI 的 gmssl。
"""

import hashlib
import hmac
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request


class Client:
    def __init__(self, base, key, secret):
        self.base, self.key, self.secret = base.rstrip("/"), key, bytes.fromhex(secret)

    def authorization(self, method, target, body):
        """签名：六行文本的 HMAC-SM3。target 是路径和查询串，按发送的原样。"""
        at, nonce = str(int(time.time() * 1000)), secrets.token_hex(16)
        digest = hashlib.new("sm3", body).hexdigest()
        text = "\n".join(["HCP1", method, target, digest, at, nonce])
        signature = hmac.new(self.secret, text.encode(), "sm3").hexdigest()
        return f"HCP1-HMAC-SM3 key={self.key}, time={at}, nonce={nonce}, signature={signature}"

    def call(self, method, target, value=None, idempotency_key=None):
        """发送一次调用，返回（状态码，回答）。每次重发都要重新签名。"""
        body = b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
        request = urllib.request.Request(self.base + target, data=body or None, method=method)
        request.add_header("Authorization", self.authorization(method, target, body))
        if value is not None:
            request.add_header("Content-Type", "application/json")
        if idempotency_key:
            request.add_header("Idempotency-Key", f'"{idempotency_key}"')
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"null")

    def push(self, case):
        """推送一次服务。网络中断或遇到 409、429、503 时稍后重发，Idempotency-Key 不变，所以不会重复。"""
        key = f"{case['projectNo']}-{case['serviceNumber']}-{case['proStatus']}".encode()
        key = hashlib.new("sm3", key).hexdigest()
        for wait in (0, 1, 5, 15):
            time.sleep(wait)
            try:
                status, answer = self.call("POST", "/api/v1/cases", case, key)
            except urllib.error.URLError:
                continue
            if status not in (409, 429, 503):
                return status, answer
        raise SystemExit("暂时推送不了，请稍后再试")


def main():
    base, key = sys.argv[1:3]
    status, answer = Client(base, key, os.environ["HCP_SECRET"]).push(json.load(sys.stdin))
    if status >= 400:
        for error in answer.get("errors", []):
            print(f"{error['field']}：{error['message']}", file=sys.stderr)
        raise SystemExit(f"{status} {answer['title']}")
    print(answer["link"]["url"])


if __name__ == "__main__":
    main()
