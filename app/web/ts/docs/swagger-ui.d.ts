// The package has no types of its own; this is what we use of it.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export interface System {
    React: { createElement: (kind: unknown, properties: object, ...children: unknown[]) => unknown };
    getComponent: (name: string, connected?: boolean) => unknown;
    specSelectors: { loadingStatus: () => string };
  }
  export type Plugin = (system: System) => { components: Record<string, (system: System) => unknown> };
  interface Options {
    domNode: Element;
    url: string;
    layout: string;
    plugins: Plugin[];
    deepLinking: boolean;
    syntaxHighlight: { activated: boolean };
    docExpansion: "list" | "full" | "none";
    defaultModelsExpandDepth: number;
    displayRequestDuration: boolean;
    validatorUrl: null;
    onComplete: () => void;
  }
  export default function SwaggerUI(options: Options): unknown;
}
