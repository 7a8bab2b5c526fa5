// The parts of Swagger UI that we show, in our order. Its own layout has a second <main>, which the page has
// already.
import type { Plugin, System } from "swagger-ui-dist/swagger-ui-es-bundle.js";

export const LAYOUT = "VigieLayout";
const PARTS = ["InfoContainer", "AuthorizeBtnContainer", "errors", "operations", "Models"];

export const layout: Plugin = ({ React }: System) => {
  const element = React.createElement;
  const shown = (system: System): unknown => {
    const ready = system.specSelectors.loadingStatus() === "success";
    const parts = ready ? PARTS : ["errors"];
    const containers = parts.map((name) => element(system.getComponent(name, true), { key: name }));
    return element(
      "div",
      { className: "swagger-ui" },
      element(system.getComponent("SvgAssets"), {}),
      containers,
    );
  };
  return { components: { [LAYOUT]: shown } };
};
