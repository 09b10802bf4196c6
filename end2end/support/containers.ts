// The containers that show our pages: what each says of itself, and a stand-in of the bridge it puts into
// its web-view. A stand-in writes down its calls in `window.calls`.
export type Container = {
  word: string;
  /** As the page calls it. */
  app: string;
  agent: string;
  /** Script that runs before the page's own. */
  bridge: string;
  /** What the way back must have called, with its arguments. */
  called: string;
};

const phone = 'Mozilla/5.0 (Linux; Android 13; V2164A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36';
const calls = 'window.calls = []; const note = (name) => (...given) => window.calls.push([name, ...given].map((one) => typeof one === "string" ? one : JSON.stringify(one) ?? "fn").join(" "));';
const hanweb = `${calls} window.lightAppJssdk = { navigation: { close: note('close') } };`;

export const containers: Container[] = [
  { word: 'ishandong', app: '爱山东', agent: `${phone} hanweb/5.1.0`, bridge: hanweb, called: 'close {}' },
  { word: 'ishandong-harmony', app: '爱山东', agent: `${phone} Hanweb-Harmony/5.1.0`, bridge: hanweb, called: 'close {}' },
  {
    word: 'wechat-mini',
    app: '微信小程序',
    agent: `${phone} MicroMessenger/8.0.47 NetType/4G miniProgram/wx0123456789abcdef`,
    bridge: `${calls} window.wx = { miniProgram: { navigateBack: note('navigateBack') } };`,
    called: 'navigateBack {"delta":1}',
  },
  {
    word: 'wechat',
    app: '微信',
    agent: `${phone} MicroMessenger/8.0.47 NetType/4G`,
    bridge: `${calls} window.WeixinJSBridge = { call: note('call'), invoke: note('invoke') };`,
    called: 'call closeWindow',
  },
  {
    word: 'alipay',
    app: '支付宝',
    agent: `${phone} AliApp(AP/10.5.66) AlipayClient/10.5.66`,
    bridge: `${calls} window.my = { navigateBack: note('navigateBack') };`,
    called: 'navigateBack {"delta":1}',
  },
  {
    word: 'dingtalk',
    app: '钉钉',
    agent: `${phone} AliApp(DingTalk/7.5.20)`,
    bridge: `${calls} window.dd = { biz: { navigation: { close: note('close') } } };`,
    called: 'close {}',
  },
];

/** The bridges below, where the kit above them is not there; some come after the page. */
export const lower = {
  mini: `${calls} window.WeixinJSBridge = { call: note('call'), invoke: note('invoke') };`,
  alipayLate: `${calls} setTimeout(() => { window.AlipayJSBridge = { call: note('call') }; document.dispatchEvent(new Event('AlipayJSBridgeReady')); }, 300);`,
};
