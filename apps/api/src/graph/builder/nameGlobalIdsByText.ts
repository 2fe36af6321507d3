import { InputFieldBuilder } from "@pothos/core";

interface GlobalIdOptions {
  readonly for?: unknown;
  readonly extensions?: object;
}

/**
 * Lets `t.globalID({ for: "Dataset" })` name a type by text. plugin-relay's own looks the type up as soon as an argument names it, so that its file would have to be
 * loaded before: each noun would import the nouns it refers to, and they it. What the id's text is checked against is the name alone.
 */
export function nameGlobalIdsByText(): void {
  const prototype = InputFieldBuilder.prototype as unknown as Record<string, (options: object) => unknown>;
  for (const [method, plain] of [
    ["globalID", "id"],
    ["globalIDList", "idList"],
  ] as const) {
    const original = prototype[method];
    if (!original) throw new Error(`nameGlobalIdsByText: expected a method ${method} of plugin-relay`);
    prototype[method] = function (this: Record<string, (options: object) => unknown>, options: GlobalIdOptions = {}) {
      const { for: forTypes, ...others } = options;
      const types = Array.isArray(forTypes) ? forTypes : [forTypes];
      if (!types.every((type) => typeof type === "string")) return original.call(this, options);
      return this[plain]?.({
        ...others,
        extensions: {
          ...others.extensions,
          isRelayGlobalID: true,
          relayGlobalIDFor: types.map((typename) => ({ typename, parseId: undefined })),
        },
      });
    };
  }
}
