import { createWriteStream } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import {
  type EXTRACT_FORMATS,
  EXTRACT_MODELS,
  type ExtractEstimate,
  type ExtractModel,
  type ExtractState,
  type WantedExtract,
} from "@archipel/contracts/cloud-extracts.ts";
import { formatBytes } from "@archipel/i18n/format.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import { isId } from "../args.ts";
import type { Shell } from "../commands/command.ts";
import { serverSettings } from "../env.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeWhole } from "../files/outputs.ts";
import { progressLine } from "../progress.ts";
import { type Address, Refusal, refusedWith, unreachable } from "../server/refusal.ts";
import { UsageError } from "../usage-error.ts";
import { areaForServer } from "./area-file.ts";

const POLL_MS = 1_000;

export interface TakeArgs {
  layerId: string;
  /** The address of a portal, or of core-api. */
  portal: string | undefined;
  /** Undefined for an estimate. */
  output: string | undefined;
  areaFile: string;
  points: (typeof EXTRACT_FORMATS)[number] | "none";
  models: readonly ExtractModel[];
  classes: ReadonlySet<number> | undefined;
  spacing: number | undefined;
  resolution: number | undefined;
  interval: number | undefined;
}

/** Takes an area of a layer of a portal: the server makes the archive, this writes it. */
export async function cloudTake(args: TakeArgs, shell: Shell): Promise<ExitCode> {
  const { layerId, output } = args;
  const address = addressOf(args.portal);
  const { url } = address;
  if (!/^https?:/.test(url) || !URL.canParse(url)) throw new UsageError("portal-missing");
  if (!isId(layerId)) throw new UsageError("not-an-id", { id: layerId, list: "layers" });
  if (output !== undefined && !/\.zip$/i.test(output)) throw new UsageError("out-zip", { out: output });
  const choice = {
    layerId,
    area: await areaForServer(args.areaFile),
    ...(args.classes && { classes: [...args.classes] }),
    ...(args.spacing !== undefined && { spacing: args.spacing }),
  };
  const server = new ExtractServer(address, shell);
  if (output === undefined) return estimate(server, choice, shell);
  const request: WantedExtract = {
    ...choice,
    format: args.points === "none" ? null : args.points,
    models: [...args.models],
    locale: shell.locale,
    ...(args.resolution !== undefined && { resolution: args.resolution }),
    ...(args.interval !== undefined && { interval: args.interval }),
  };
  return take(server, request, output, shell);
}

async function estimate(server: ExtractServer, choice: object, { out, locale }: Shell): Promise<ExitCode> {
  const { points, bytes, refusal } = await server.post<ExtractEstimate>("/downloads/extracts/estimate", choice);
  const sizes = { laz: formatBytes(locale, bytes.laz), las: formatBytes(locale, bytes.las) };
  out.write(`${translator(locale, "commands")("cloud.estimated", { points, ...sizes })}\n`);
  if (refusal) throw new Refusal(errorText(locale, refusal.code, refusal.params), exitCodes.refused);
  return exitCodes.ok;
}

async function take(server: ExtractServer, request: object, output: string, shell: Shell): Promise<ExitCode> {
  const say = translator(shell.locale, "commands");
  const progress = progressLine(shell);
  const { state, file } = await server.post<{ state: string; file: string }>("/downloads/extracts", request);
  try {
    const made = await follow(server, state, (percent) => progress.update(basename(output), percent, 100));
    if (made.status !== "success") {
      const { code, params } = made.error ?? { code: "extract-not-found", params: {} };
      throw new Refusal(errorText(shell.locale, code, params), code === "extract-empty" ? exitCodes.notConform : exitCodes.failed);
    }
    await writeWhole(output, async (partial) => pipeline(await server.stream(file), createWriteStream(partial)));
    progress.end();
    shell.out.write(
      `${say("cloud.taken", { file: basename(output), files: made.files.length, size: formatBytes(shell.locale, made.size ?? 0) })}\n`,
    );
    return exitCodes.ok;
  } finally {
    progress.end();
  }
}

async function follow(server: ExtractServer, path: string, show: (percent: number) => void): Promise<ExtractState> {
  for (;;) {
    const state = await server.get<ExtractState>(path);
    if (state.status !== "waiting" && state.status !== "progress") return state;
    show(state.percent);
    await pause(POLL_MS);
  }
}

function addressOf(portal: string | undefined): Address {
  return portal === undefined ? serverSettings() : { url: portal.trim().replace(/\/+$/, ""), source: "--portal" };
}

/** The addresses of extracts (`/downloads/extracts/api`). A key is sent if there is one; anyone may ask for what anyone may see. */
class ExtractServer {
  private readonly address: Address;
  private readonly shell: Shell;

  constructor(address: Address, shell: Shell) {
    this.address = address;
    this.shell = shell;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.ask(path, {})).json()) as T;
  }

  async post<T>(path: string, body: object): Promise<T> {
    const headers = { "content-type": "application/json" };
    return (await (await this.ask(path, { method: "POST", headers, body: JSON.stringify(body) })).json()) as T;
  }

  async stream(path: string): Promise<Readable> {
    const { body } = await this.ask(path, {});
    return body ? Readable.from(body) : Readable.from([]);
  }

  /** @throws Refusal in the words of the server */
  private async ask(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
    const { key } = serverSettings();
    const headers = { ...init.headers, ...(key !== "" && { authorization: `Bearer ${key}` }) };
    const response = await fetch(`${this.address.url}${path}`, { ...init, headers }).catch((error: unknown) => {
      throw unreachable(this.address, this.shell.locale, error);
    });
    if (response.ok) return response;
    const { error = "unknown", params = {} } = (await response.json().catch(() => ({}))) as {
      error?: string;
      params?: Record<string, string | number>;
    };
    throw refusedWith(response.status, error, params, this.shell.locale);
  }
}

/** `dtm,contours` as models. @throws UsageError for another word */
export function modelNames(given: string | undefined): ExtractModel[] {
  if (given === undefined) return [];
  return given.split(",").map((word) => {
    const found = EXTRACT_MODELS.find((model) => model === word.trim());
    if (!found) throw new UsageError("one-of", { option: "--models", allowed: [...EXTRACT_MODELS], given: word });
    return found;
  });
}
