// The API's documentation, by Swagger UI. It is loaded here alone: it weighs more than all the rest.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import { LAYOUT, layout } from "./layout";
import { followScheme } from "./scheme";
import { keepTidy } from "./tidy";

const place = document.querySelector<HTMLElement>("#api");
const url = place?.dataset.source;
if (place && url) {
  followScheme();
  keepTidy(place);
  SwaggerUI({
    domNode: place,
    url,
    layout: LAYOUT,
    plugins: [layout],
    deepLinking: false, // its links stand inside buttons, which neither keys nor screen readers can tell apart
    syntaxHighlight: { activated: false }, // no theme of it has the contrast that reading takes
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    validatorUrl: null, // the default asks another host
    onComplete: () => place.setAttribute("aria-busy", "false"),
  });
}
