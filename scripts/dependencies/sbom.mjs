// npm run sbom [-- FILE]
// Writes the software bill of materials of what an installation runs, as CycloneDX 1.5 JSON: archipel.cdx.json unless FILE is given.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as CycloneDX from "@cyclonedx/cyclonedx-library";
import { fail, root, run } from "../project.mjs";
import { productionOf, readLockFile } from "./lock-file.mjs";

/**
 * npm lists all packages, and those of production are kept here: with `--omit dev` npm also drops a package of production that something
 * needs for development too, such as React.
 *
 * @returns the document, what its official schema says against it (null: nothing), and the packages of production that it lacks
 */
export async function billOfMaterials(lock = readLockFile()) {
  const { code, output } = await run("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--silent"], { quiet: true });
  if (code !== 0) throw new Error(`npm sbom failed. It needs npm 10.8 or later.\n${output}`);
  const whole = JSON.parse(output);
  const wanted = productionOf(lock);
  const isKept = (reference) => wanted.has(reference);
  const { name, version } = lock;
  const document = {
    ...whole,
    metadata: { ...whole.metadata, component: { ...whole.metadata.component, name, type: "application" } },
    components: whole.components.filter((component) => isKept(component["bom-ref"])),
    dependencies: whole.dependencies
      .filter(({ ref }) => isKept(ref) || ref === `${name}@${version}`)
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isKept) })),
  };
  const listed = new Set(document.components.map((component) => component["bom-ref"]));
  const validator = new CycloneDX.Validation.JsonStrictValidator(document.specVersion);
  return {
    document,
    invalid: await validator.validate(JSON.stringify(document)),
    missing: [...wanted].filter((identity) => !listed.has(identity)),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.resolve(root, process.argv[2] ?? "archipel.cdx.json");
  const { document, invalid, missing } = await billOfMaterials();
  if (invalid || missing.length > 0) fail(`The bill of materials is not complete: run npm run verify -- --only dependencies.`);
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  console.log(`${document.components.length} packages are listed in ${file}`);
}
