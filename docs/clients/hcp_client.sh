#!/bin/sh
# 政务服务“好差评”业务系统接口的示例客户端（curl 和 OpenSSL 3）。
#
#     HCP_SECRET=64位十六进制数 sh hcp_client.sh 地址 密钥编号 方法 路径 [请求体文件]
#
# 例：sh hcp_client.sh https://hp.example.cn k1 GET '/api/v1/changes?after=0'
#     sh hcp_client.sh https://hp.example.cn k1 POST /api/v1/cases 办件.json
set -eu
base=$1 key=$2 method=$3 target=$4 file=${5:-/dev/null}

time=$(date +%s)000
nonce=$(openssl rand -hex 16)
digest=$(openssl dgst -sm3 -r < "$file" | cut -d' ' -f1)
# 被签名的文本是六行，以换行符连接，末尾没有换行符。
signature=$(printf 'HCP1\n%s\n%s\n%s\n%s\n%s' "$method" "$target" "$digest" "$time" "$nonce" |
    openssl dgst -sm3 -mac HMAC -macopt "hexkey:$HCP_SECRET" -r | cut -d' ' -f1)

set -- --silent --show-error --request "$method" "$base$target" \
    --header "Authorization: HCP1-HMAC-SM3 key=$key, time=$time, nonce=$nonce, signature=$signature"
if [ "$file" != /dev/null ]; then
    # 同样的内容重发时 Idempotency-Key 相同，所以不会重复。
    set -- "$@" --header 'Content-Type: application/json' --header "Idempotency-Key: \"$digest\"" --data-binary "@$file"
fi
exec curl "$@"
