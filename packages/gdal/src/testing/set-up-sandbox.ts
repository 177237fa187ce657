import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { answerBy } from "../sandbox/process.ts";
import { runWarm } from "./warm-sandbox.ts";

/** Set-up of every test file: GDAL stays warm, unless the file is about the sandbox and begins with `// @own-children`. */
const file = expect.getState().testPath;
answerBy(file && /^\/\/ @own-children$/m.test(readFileSync(file, "utf8")) ? null : runWarm);
