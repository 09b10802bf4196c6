// “爱山东” sign-in: asks the app's bridge for a ticket and posts what it says, whatever it is. Without the bridge the
// form is posted as it is, and the next page says what to do.
const form = document.getElementById("ticket");

const getTicket = (user) =>
  new Promise((resolve) => {
    const done = (answer) => resolve(typeof answer === "string" ? answer : JSON.stringify(answer ?? ""));
    user.getTicket({ success: done, fail: done });
  });

async function ask() {
  const user = window.lightAppJssdk && window.lightAppJssdk.user;
  if (!user) return "no-bridge";
  let answer = await getTicket(user);
  if (answer === "未登录" && user.loginapp) {
    const entered = await new Promise((resolve) => user.loginapp({ success: () => resolve(true), fail: () => resolve(false) }));
    answer = entered ? await getTicket(user) : "取消登录";
  }
  return answer;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask()
    .catch(() => "no-bridge")
    .then((answer) => {
      form.elements.answer.value = answer;
      form.submit();
    });
});
