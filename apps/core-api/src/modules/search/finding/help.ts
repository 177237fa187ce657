import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { SearchResult } from "@archipel/contracts/search.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import { perCore } from "../../../kernel/per-core.ts";
import type { Ranked } from "../policy/order.ts";
import { costOfTitle, typedWords } from "../policy/titles.ts";

/** The users' help: `docs/help/<language>/<order>-<topic>.md`, each with a title and an introductory paragraph. */
const HELP = path.resolve(import.meta.dirname, "../../../../../../docs/help");

interface Topic {
  topic: string;
  title: string;
  titleWords: string[];
  introWords: string[];
}

const topicsOf = perCore(() => new Map<string, Promise<Topic[]>>());

/** Topics of the help that hold all typed words or their beginnings, in the title first. */
export async function findHelp(core: { memory: object }, q: string, locale: "fr" | "en"): Promise<Ranked[]> {
  const typed = typedWords(q);
  if (typed.length === 0) return [];
  const known = topicsOf(core);
  const topics = known.get(locale) ?? readTopics(locale);
  known.set(locale, topics);
  return (await topics).flatMap(({ topic, title, titleWords, introWords }) => {
    const cost = costOfTitle(typed, titleWords, introWords);
    if (cost === undefined) return [];
    const result: SearchResult = {
      kind: "help",
      label: title,
      detail: "",
      commune: null,
      lon: null,
      lat: null,
      bbox: null,
      opens: { type: "help", topic },
    };
    return [{ result, cost, weight: 0 }];
  });
}

/** An installation without these files has no help to find. */
async function readTopics(locale: string): Promise<Topic[]> {
  const folder = path.join(HELP, locale);
  const files = await readdir(folder).catch(() => []);
  const pages = files.filter((file) => file.endsWith(".md")).sort();
  return Promise.all(
    pages.map(async (file) => {
      const [heading = "", intro = ""] = (await readFile(path.join(folder, file), "utf8")).trim().split(/\n{2,}/);
      const title = heading.replace(/^#\s*/, "");
      return { topic: file.replace(/^\d+-/, "").replace(/\.md$/, ""), title, titleWords: wordsOf(title), introWords: wordsOf(intro) };
    }),
  );
}
