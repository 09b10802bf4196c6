// Starts the islands of a page: loads the WebAssembly module named in <meta name="islands"> and lets
// it take over each <leptos-island>. Where anything is missing or fails, the page stays the plain
// form it is: nothing is shown, nothing is thrown.
const names = document.querySelector('meta[name="islands"]');

async function start() {
  const [glue, wasm] = names.content.split(" ");
  // Both at once: on a slow line every round trip counts.
  const code = fetch(wasm);
  code.catch(() => {});
  const module = await import(glue);
  await module.default({ module_or_path: code });
  module.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    const hydrate = module[island.dataset.component];
    if (hydrate) await hydrate(island);
  }
}

// A receipt that has just arrived. What went out by a plain post (see app/src/islands/rating/draft.rs)
// is stored now, and its draft is forgotten.
async function forget() {
  for (const name of Object.keys(localStorage)) {
    const posted = name.startsWith("draft:") && /(^|&)posted=/.test(localStorage[name]);
    if (posted) localStorage.removeItem(name);
  }
}

// The way back out of a container, by the bridge it puts into its web-view itself: no kit is loaded from
// anywhere. For each container (crates/domain/src/container.rs) what may be there, the best first, with
// its arguments. A mini program's `navigateBack` is, without WeChat's kit, a call of the bridge below it.
const quiet = { success() {}, fail() {} };
const hanweb = [["lightAppJssdk.navigation.close", quiet]];
const bridges = {
  ishandong: hanweb,
  "ishandong-harmony": hanweb,
  "wechat-mini": [
    ["wx.miniProgram.navigateBack", { delta: 1 }],
    ["WeixinJSBridge.invoke", "invokeMiniProgramAPI", { name: "navigateBack", arg: { delta: 1 } }, () => {}],
  ],
  wechat: [["WeixinJSBridge.call", "closeWindow"]],
  alipay: [
    ["my.navigateBack", { delta: 1 }],
    ["AlipayJSBridge.call", "popWindow"],
  ],
  dingtalk: [
    ["dd.biz.navigation.close", {}],
    ["dd.closePage", {}],
  ],
};

function bridge(container) {
  for (const [path, ...given] of bridges[container] || []) {
    const parts = path.split(".");
    const call = parts.pop();
    const owner = parts.reduce((found, part) => found && found[part], window);
    if (owner && typeof owner[call] === "function") return () => owner[call](...given);
  }
}

// Shows the button once there is a bridge; some come after the page.
function offerWayBack(way) {
  const look = () => {
    const back = bridge(way.dataset.container);
    if (!back) return;
    way.hidden = false;
    way.firstElementChild.onclick = back;
  };
  look();
  for (const name of ["WeixinJSBridgeReady", "AlipayJSBridgeReady"]) document.addEventListener(name, look);
  window.addEventListener("load", look);
}

const wayBack = document.getElementById("way-back");
if (wayBack) offerWayBack(wayBack);
if (document.querySelector('meta[name="receipt"]')) forget().catch(() => {});
if (names && typeof WebAssembly === "object") start().catch(() => {});
