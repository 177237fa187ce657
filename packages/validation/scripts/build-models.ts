import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generatedFolder } from "../src/model/load.ts";
import { modelJsonSchema } from "../src/model/model.ts";
import { shippedByCode } from "./shipped.ts";

// Writes models/generated/: the JSON Schema of models, and the models that are defined in code. Run it after a change of either:
// `node packages/validation/scripts/build-models.ts`.
const write = (name: string, json: unknown) => writeFile(join(generatedFolder, `${name}.json`), `${JSON.stringify(json, null, 2)}\n`);
await write("model.schema", modelJsonSchema());
for (const model of shippedByCode()) await write(model.id, model);
