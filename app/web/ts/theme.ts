// Loaded before the first paint, so that the chosen colours never flash. See css/tokens.css.
const chosen = localStorage.getItem("vigie-theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
document.documentElement.classList.add("js");
