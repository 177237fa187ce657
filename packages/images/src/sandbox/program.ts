import { createRequire } from "node:module";
import { dirname } from "node:path";
import { bundledProgram } from "@archipel/sandbox/program.ts";

/** The program of the children that draw images (child.ts). */
export const childProgram = bundledProgram({ name: "images", entry: import.meta.resolve("./child.ts"), libraries: librariesOf() });

/** The directories of sharp and of what it loads: libvips, as machine code, is in one of `@img`. */
function librariesOf(): string[] {
  // `…/sharp/dist/index.cjs`: sharp does not export its package.json.
  const sharp = dirname(dirname(createRequire(import.meta.url).resolve("sharp")));
  const near = createRequire(`${sharp}/dist/index.cjs`);
  const folderOf = (name: string) => {
    const file = near.resolve(name);
    return file.slice(0, file.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}`.length);
  };
  return [sharp, dirname(folderOf("@img/colour")), folderOf("detect-libc"), folderOf("semver")];
}
