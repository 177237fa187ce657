// Rules that no linter knows: the shape of modules and the place of their SQL, circles of folders, file sizes, type
// escapes, rows that a column could hide, and which files may create the proof of a community.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";
import { circlesOf } from "./folder-circles.mjs";
import { filesWithSql, misplacedFiles } from "./module-rules.mjs";
import { hidableRows } from "./whole-rows.mjs";

const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n");
const code = tracked.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.includes("/generated/") && existsSync(path.join(root, file)));
const complaints = [];
const complain = (file, message) => complaints.push(`${file}: ${message}`);

const texts = new Map(code.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
const read = (file) => texts.get(file) ?? "";

/** Quotes doubled by hand: CSV that people may open is written by `csvLineOf` only. These files write SQL, or CSV for GDAL and the clipboard. */
const QUOTERS = [
  /^packages\/i18n\/src\/csv-text\.ts$/,
  /^packages\/database\/src\/sql-session\.ts$/,
  /^packages\/gdal\/src\/(copy-text|formats\/csvt|sandbox\/package-query|parquet\/copy-rows)\.ts$/,
  /^apps\/portal-template\/src\/features\/contributions\/table\/tsv\.ts$/,
];
const WITHOUT_CIRCLES = ["apps/core-api/src/modules", "apps/admin/src/features", "apps/portal-template/src/features"];
const ENV_READERS = [/\/env\.ts$/, /next\.config\.ts$/, /config\/next-base\.ts$/, /playwright\.config\.ts$/, /^packages\/testing\//];
const MINTERS = [
  /^apps\/core-api\/src\/(gate|jobs)\//,
  /^apps\/core-api\/src\/.*\/testing\//,
  /^packages\/(testing|contracts)\//,
  /^prisma\/seed\//,
];

for (const file of code) {
  const text = read(file);
  const isTest = /\.(test|spec)\.tsx?$/.test(file);
  const lines = text.split("\n").length;
  if (lines > 400) complain(file, `${lines} lines; the stop is 400: make it a folder of the same name, one verb per file`);
  if (/(^|\/)(utils|helpers|common)(\/|\.ts)/.test(file)) complain(file, "a name that says nothing: name it after what it does");
  if (isTest || file.startsWith("scripts/verify/")) continue;
  // The scope of a transaction is a text of checked ids.
  const opensScopes = file === "packages/database/src/database.ts";
  if (!opensScopes && /\$queryRawUnsafe|\$executeRawUnsafe|Prisma\.raw\(/.test(text))
    complain(file, "raw SQL with text from outside: use sqlAs with parameters and quoteIdentifier");
  if (/(: any\b|<any>|\bas any\b|@ts-ignore|@ts-nocheck|as unknown as)/.test(text)) complain(file, "a type escape");
  if (/process\.env\b/.test(text) && /^(apps|packages)\//.test(file) && !ENV_READERS.some((reader) => reader.test(file)))
    complain(file, "reads process.env: only env.ts does");
  if (text.includes(`'""'`) && !QUOTERS.some((quoter) => quoter.test(file)))
    complain(file, "quotes a cell by hand: csvLineOf writes CSV, guarded against formulas");
  if (/"content-disposition"[,:](?! *disposition\()/i.test(text))
    complain(file, "writes a disposition by hand: http/content-disposition.ts does");
  for (const [tag] of text.matchAll(/<(?:form|input|textarea|select)\b(?:=>|[^>])*>/g)) {
    // A form with an address of its own works without scripts too: its fields are meant for that address.
    const isOwnAddress = /\baction=/.test(tag) && /method="get"/.test(tag);
    if (/^<form/.test(tag) && /onSubmit=/.test(tag) && !/method="dialog"/.test(tag) && !isOwnAddress)
      complain(
        file,
        'a form that only a script sends has no method="dialog": before the page is ready, browsers write its fields into the address',
      );
    if (/^<(?:input|textarea|select)/.test(tag) && /\s(?:value|checked)=/.test(tag) && /onChange=/.test(tag) && !/\sref=/.test(tag))
      complain(file, "a control of React's without ref={hearEarly}: what is chosen before the page is ready is shown and not counted");
  }
  if (/provenCommunityId\(/.test(text) && !MINTERS.some((minter) => minter.test(file)))
    complain(file, "mints a CommunityId: only the gates may");
}

const policies = tracked.filter((file) => /^prisma\/policies\/.*\.sql$/.test(file) && existsSync(path.join(root, file)));
const withSql = code.filter((file) => /^(apps\/core-api|packages)\/.*\.ts$/.test(file) && !/\.test\.ts$/.test(file));
for (const file of [...policies, ...withSql])
  for (const row of hidableRows(texts.get(file) ?? readFileSync(path.join(root, file), "utf8")))
    complain(file, `${row}: a field of a layer may have this name, and its value would be taken for the row; write alias.*`);

for (const file of misplacedFiles(code))
  complain(file, "a part of a module holds router, service, queries, policy, events, and folders named after what they do");
for (const file of filesWithSql(code, read)) complain(file, "raw SQL outside of queries");
for (const folder of WITHOUT_CIRCLES)
  for (const circle of circlesOf(folder, code, read)) complain(folder, `a circle of folders: ${circle.join(", ")}`);

if (code.length < 100) complain("scripts/verify/house-rules.mjs", `only ${code.length} files were read`);
if (complaints.length) console.log(complaints.join("\n"));
process.exit(complaints.length ? 1 : 0);
