// Finds circles of folders. Each folder directly below a root is a node, and each import of a value is an arrow; type imports and
// tests do not count. dependency-cruiser only finds circles of files, and of folders at one depth.
import path from "node:path";

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^;"']*?)\s*from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;
const NOT_COUNTED = /\.(test|spec)\.|\.d\.ts$|\/testing\//;

/**
 * @param {string} root a folder, from the root of the repository
 * @param {readonly string[]} files all files of the repository
 * @param {(file: string) => string} read
 * @returns {string[][]} the names of the folders of each circle
 */
export function circlesOf(root, files, read) {
  const arrows = new Map();
  for (const file of files) {
    if (!file.startsWith(`${root}/`) || !/\.(ts|tsx)$/.test(file) || NOT_COUNTED.test(file)) continue;
    const from = nodeOf(root, file);
    const targets = arrows.get(from) ?? new Set();
    arrows.set(from, targets);
    for (const specifier of valueImports(read(file))) {
      const target = resolved(root, file, specifier);
      const to = target?.startsWith(`${root}/`) ? nodeOf(root, target) : from;
      if (to !== from) targets.add(to);
    }
  }
  return connected(arrows);
}

const nodeOf = (root, file) => file.slice(root.length + 1).split("/")[0];

function* valueImports(text) {
  for (const [, type, names = "", from, dynamic] of text.matchAll(IMPORT)) {
    const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1]?.split(",") ?? [];
    const isTypes = listed.length > 0 && listed.every((name) => name.trim() === "" || name.trim().startsWith("type "));
    if (!type && !isTypes) yield from ?? dynamic;
  }
}

function resolved(root, file, specifier) {
  if (specifier.startsWith(".")) return path.posix.join(path.posix.dirname(file), specifier);
  if (specifier.startsWith("@/")) return path.posix.join(root.slice(0, root.indexOf("/src/")), "src", specifier.slice(2));
  return null;
}

/** Groups of nodes that can reach one another (Tarjan). */
function connected(arrows) {
  const [index, low, stack, groups] = [new Map(), new Map(), [], []];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of arrows.get(node) ?? []) {
      if (!arrows.has(next)) continue;
      if (!index.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node), low.get(next)));
      } else if (stack.includes(next)) low.set(node, Math.min(low.get(node), index.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) groups.push(group.toSorted());
  };
  for (const node of arrows.keys()) if (!index.has(node)) visit(node);
  return groups;
}
