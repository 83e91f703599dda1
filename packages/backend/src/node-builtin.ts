interface NodeProcess {
  readonly versions?: Readonly<Record<string, string>>;
  getBuiltinModule?(id: string): unknown;
}

/** Node's `process`, empty elsewhere; not imported, so that bundles for browsers stay free of Node. */
const node = (globalThis as { readonly process?: NodeProcess }).process ?? {};

/** A built-in module of Node, such as `'node:fs'`; undefined elsewhere. */
export function nodeBuiltin<T>(id: `node:${string}`): T | undefined {
  return node.versions?.node === undefined ? undefined : (node.getBuiltinModule?.(id) as T | undefined);
}

/** The first number of the version of V8, Node's JavaScript engine; undefined elsewhere. */
export function v8Version(): number | undefined {
  const version = node.versions?.v8;
  return version === undefined ? undefined : Number.parseInt(version, 10);
}
