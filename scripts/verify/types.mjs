// node scripts/verify/types.mjs WORKSPACE… checks the types of workspaces. `tsc -p` in each would check imported files of other workspaces
// again each time. Here each file is checked once, in its own workspace, and workspaces with the same compiler options share one program.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "../project.mjs";

const cacheFolder = path.join(root, "node_modules/.cache/archipel");
const format = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => "\n" };
let failed = 0;
let checked = 0;
/** Parsed files, by everything that parsing depends on. */
const parsed = new Map();

for (const { options, files, names } of programsOf(process.argv.slice(2))) {
  const program = ts.createProgram({ rootNames: files, options, host: sharingHost(options) });
  const key = createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 12);
  const memory = path.join(cacheFolder, `types-${key}`);
  const content = hashOf(program, options);
  checked += files.length;
  // Unchanged since the last check without errors.
  if (existsSync(memory) && readFileSync(memory, "utf8") === content) continue;
  const own = files.map((file) => program.getSourceFile(file)).filter((file) => file !== undefined);
  const found = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  failed += found.length;
  if (found.length > 0) {
    console.log(ts.formatDiagnostics(found, format));
    continue;
  }
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(memory, content);
}
if (checked === 0) console.log("no file was checked");
process.exit(failed > 0 || checked === 0 ? 1 : 0);

/** Groups workspaces with the same options. */
function programsOf(workspaces) {
  const programs = new Map();
  for (const name of workspaces) {
    const file = path.join(root, name, "tsconfig.json");
    const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(
      file,
      {},
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: report },
    );
    errors.forEach(report);
    const { configFilePath, pathsBasePath, incremental, plugins, ...own } = options;
    // Next declares the types of its routes globally, so two sites cannot be in one program.
    const key = JSON.stringify([own, plugins && name]);
    const program = programs.get(key) ?? { options: own, files: [], names: [] };
    program.files.push(...fileNames);
    program.names.push(name);
    programs.set(key, program);
  }
  return programs.values();
}

function report(diagnostic) {
  failed += 1;
  console.log(ts.formatDiagnostic(diagnostic, format));
}

/** A compiler host that reads and parses each file once for all programs of this process. */
function sharingHost(options) {
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile } = host;
  const key = JSON.stringify([options.target, options.module, options.jsx, options.moduleResolution]);
  const files = parsed.get(key) ?? new Map();
  parsed.set(key, files);
  host.getSourceFile = (name, ...rest) => {
    if (!files.has(name)) files.set(name, getSourceFile(name, ...rest));
    return files.get(name);
  };
  return host;
}

function hashOf(program, options) {
  const hash = createHash("sha256").update(ts.version).update(JSON.stringify(options));
  for (const { fileName, text } of program.getSourceFiles()) hash.update(fileName).update("\0").update(text).update("\0");
  return hash.digest("hex");
}
