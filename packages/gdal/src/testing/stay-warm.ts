import { answerBy } from "../sandbox/process.ts";
import { runWarm } from "./warm-sandbox.ts";

// Imported by a program that runs many commands in one process: GDAL stays warm between them.
answerBy(runWarm);
