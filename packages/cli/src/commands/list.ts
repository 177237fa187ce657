import { oneOf, parseCommandLine, wholeNumber } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { type Server, withServer } from "../server/connect.ts";
import { pages } from "../server/pages.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

type Line = Readonly<Record<string, string | number | null>>;

/** Reads each list as flat records. Their values are the columns of the text output. */
const lists = {
  async *datasets({ api, communityId }: Server): AsyncGenerator<Line> {
    for await (const found of pages((page) => api.datasets.list.query({ communityId, ...page }))) {
      yield { id: found.id, status: found.status, layers: found.layerCount, slug: found.slug, title: found.title };
    }
  },
  async *uploads({ api, communityId }: Server): AsyncGenerator<Line> {
    for await (const { id, status, layers, createdAt, fileName } of pages((page) => api.uploads.list.query({ communityId, ...page }))) {
      yield { id, status, layers: layers.length, createdAt: createdAt.toISOString(), fileName };
    }
  },
  async *jobs({ api, communityId }: Server): AsyncGenerator<Line> {
    for await (const job of pages((page) => api.jobs.list.query({ communityId, ...page }))) {
      yield { id: job.id, status: job.status, kind: job.kind, createdAt: job.createdAt.toISOString(), subject: job.subjectId };
    }
  },
  async *layers({ api, communityId }: Server): AsyncGenerator<Line> {
    for await (const { id: datasetId } of pages((page) => api.datasets.list.query({ communityId, ...page }))) {
      const { slug, layers } = await api.datasets.get.query({ communityId, datasetId });
      for (const layer of layers) {
        yield { id: layer.id, revision: layer.revision, features: layer.featureCount, dataset: slug, name: layer.name, title: layer.title };
      }
    }
  },
} satisfies Record<string, (server: Server) => AsyncGenerator<Line>>;
const kinds = Object.keys(lists) as (keyof typeof lists)[];

export const listCommand: Command = {
  help: {
    options: ["format-jsonl", "limit", "lang", "help"],
    key: "read",
    exits: { 0: "listed", 2: "usage", 3: "server-failed", 4: "unreachable", 5: "refused" },
    examples: [
      "archipel list",
      "archipel list layers --format jsonl | jq -r 'select(.features > 1000) | .id'",
      "archipel list jobs --limit 10",
    ],
  },
  async run(args, { out, locale }) {
    const text = { type: "string" } as const;
    const { values, positionals } = parseCommandLine(args, { format: text, limit: text });
    const [given = "datasets", ...others] = positionals;
    if (others.length > 0) throw new UsageError("arguments");
    const what = kinds.find((kind) => kind === given);
    if (!what) throw new UsageError("list", { given, allowed: kinds });
    const format = oneOf("--format", ["text", "jsonl"], values.format);
    const limit = wholeNumber("--limit", values.limit) ?? 1000;
    if (limit === 0) throw new UsageError("whole-number", { option: "--limit", given: "0" });
    return withServer(locale, async (server) => {
      let left = limit;
      for await (const line of lists[what](server)) {
        await writeTo(out, `${format === "jsonl" ? JSON.stringify(line) : Object.values(line).join("  ")}\n`);
        if (--left === 0) break;
      }
      return exitCodes.ok;
    });
  },
};
