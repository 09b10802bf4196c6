// A certified OpenID provider for the tests of signing in at the portal. Prints its issuer, and ends when its standard
// input does. It signs in whoever comes without asking, and lies in one way at a time when told to (POST /lie/{way}).
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';

// The first line is read, and nobody reads on.
console.info = console.error;

const [redirectUri] = process.argv.slice(2);
const client = { client_id: 'zbhcp', client_secret: 'portal-s3cret', redirect_uris: [redirectUri] };
const people = {
  hers: { phone_number: '13812345678', phone_number_verified: true, id_card: '370303199001010000' },
  unverified: { phone_number: '13812345678', phone_number_verified: false },
  nobody: {},
};
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const jwk = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
const stranger = (await generateKeyPair('RS256')).privateKey;

let lie = 'none';
let person = 'hers';

// What the token says instead, and whose key signs it.
const lies = {
  signature: [{}, stranger],
  issuer: [{ iss: 'https://elsewhere.example' }, privateKey],
  audience: [{ aud: 'somebody-else' }, privateKey],
  nonce: [{ nonce: 'another' }, privateKey],
  expired: [{ exp: 1_000_000_000 }, privateKey],
};

async function falsify(token) {
  if (lie === 'unsigned') {
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    return `${header}.${token.split('.')[1]}.`;
  }
  const [claims, key] = lies[lie];
  return new SignJWT({ ...decodeJwt(token), ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key);
}

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [client],
  jwks: { keys: [jwk] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: { openid: ['sub', 'id_card'], phone: ['phone_number', 'phone_number_verified'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/enter/${interaction.uid}` },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid phone');
    await grant.save();
    return grant;
  },
});
provider.on('server_error', (_, error) => console.error(error));

provider.use(async (ctx, next) => {
  if (ctx.path.startsWith('/lie/')) {
    [, , lie, person] = ctx.path.split('/');
    ctx.body = 'ok';
    return;
  }
  if (lie === 'silent' && ctx.path === '/token') {
    await new Promise(() => {});
  }
  if (lie === 'broken' && ctx.path === '/token') {
    ctx.throw(502, 'broken');
  }
  if (ctx.path.startsWith('/enter/')) {
    const result = person === 'refuses' ? { error: 'access_denied' } : { login: { accountId: person } };
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
    ctx.respond = false;
    return;
  }
  await next();
  if (ctx.path === '/token' && ctx.body?.id_token && !['none', 'silent', 'broken', 'metadata'].includes(lie)) {
    ctx.body = { ...ctx.body, id_token: await falsify(ctx.body.id_token) };
  }
  if (lie === 'metadata' && ctx.path.startsWith('/.well-known')) {
    ctx.body = { ...ctx.body, issuer: 'https://elsewhere.example' };
  }
});

server.on('request', provider.callback());
process.stdin.resume().on('end', () => process.exit(0));
setTimeout(() => process.exit(0), 120_000).unref();
console.log(issuer);
