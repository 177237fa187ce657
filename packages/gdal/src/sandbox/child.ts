import { text } from "node:stream/consumers";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import { answer } from "./answer.ts";
import type { SandboxRequest } from "./requests.ts";

const ROWS_DESCRIPTOR = 3;

// Entry of the child process: answers one request, then exits. It has no environment variables and almost no rights (process.ts).
const request = JSON.parse(await text(process.stdin)) as SandboxRequest;
writeAll(1, Buffer.from(JSON.stringify(await answer(request, ROWS_DESCRIPTOR))));
