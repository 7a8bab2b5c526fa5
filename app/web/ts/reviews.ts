// A review by keyboard: the first choice has the focus, the arrows choose, Tab leads to the reason, and
// Ctrl + Enter decides from there. Without this script the button does.

function decideOnCtrlEnter(form: HTMLFormElement): void {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-decide]")) decideOnCtrlEnter(form);
