/** Forward slashes, without a drive letter, a leading slash or `./`; of an address its path. */
export function normalisePath(path: string): string {
  return pathOfAddress(path)
    .replaceAll("\\", "/")
    .replace(/^[A-Za-z]:/, "")
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}

/** The path of an address (`https://host/train/a.jpg?size=2`, `s3://bucket/a.jpg`, `file:///data/a.jpg`); other names stay as they are. */
export function pathOfAddress(name: string): string {
  const [, path] = /^[a-z][a-z0-9+.-]+:\/\/[^/]*(\/.*)$/i.exec(name) ?? [];
  if (path === undefined) return name;
  const bare = path.replace(/[?#].*$/, "");
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare; // a name with a bare % is a name
  }
}

/** `path` seen from the folder of `fromFile`, with `..` resolved; null when it leaves the root. */
export function resolvePath(fromFile: string, path: string): string | null {
  const segments = fromFile.split("/").slice(0, -1);
  for (const segment of path.split("/")) {
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join("/");
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The file name without its last extension. */
export function stemOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}
