// Components with more than 8 props and functions of more than 100 lines. One that is truly one list says why in the comment above it,
// after `Props:` or `Long:`.
// Only the syntax is read, without types, so that this takes about two seconds.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "../project.mjs";

const MOST_PROPS = 8;
const MOST_LINES = 100;

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "apps", "packages"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(isRead);
const complaints = files.flatMap(complaintsOf);
if (files.length < 1000) complaints.push(`scripts/verify/function-sizes.mjs: only ${files.length} files were read`);
if (complaints.length) console.log(complaints.join("\n"));
process.exitCode = complaints.length ? 1 : 0;

function isRead(file) {
  return (
    existsSync(path.join(root, file)) && /\.(ts|tsx)$/.test(file) && !/\.d\.ts$|\.(test|spec)\.tsx?$|(^|\/)(generated|testing)\//.test(file)
  );
}

function complaintsOf(file) {
  const source = parsed(file);
  if (!source) return [];
  const found = [];
  visit(source);
  return found;

  function visit(node) {
    if (ts.isFunctionLike(node) && node.body) examine(node);
    ts.forEachChild(node, visit);
  }

  function examine(node) {
    const name = nameOf(node);
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const lines = linesOf(source, node) - linesOfData(source, node.body);
    const props = isComponent(file, name) ? propsOf(source, node) : 0;
    const place = `${file}:${first + 1}: ${name ?? "a function without a name"}`;
    const comment = commentAbove(source, node);
    if (props > MOST_PROPS && !/\bProps:\s/.test(comment)) found.push(`${place} has ${props} props; the limit is ${MOST_PROPS}`);
    if (lines > MOST_LINES && !/\bLong:\s/.test(comment)) found.push(`${place} has ${lines} lines; the limit is ${MOST_LINES}`);
  }
}

/** Null for a file that can hold no offender: parsing is what takes time. */
function parsed(file) {
  const text = readFileSync(path.join(root, file), "utf8");
  const mayOffend = mayHaveLongFunction(text) || (file.endsWith(".tsx") && mayHaveManyProps(text));
  return mayOffend ? ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) : null;
}

/** Whether many lines follow each other in which nothing ends or begins at the left margin; the formatter indents what is inside. */
function mayHaveLongFunction(text) {
  let begin = 0;
  return text.split("\n").some((line, index) => {
    if (/^(?:[})\]]+[;,]?$|(?:export|import|async|function|const|let|class|interface|type) )/.test(line)) begin = index;
    return index - begin >= MOST_LINES - 1;
  });
}

/** Whether a parameter is a whole `props`, or is destructured with enough commas; braces may be nested once, as in `{ value, options = {} }`. */
function mayHaveManyProps(text) {
  if (/\(props: [A-Z]/.test(text)) return true;
  const patterns = text.matchAll(/\(\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g);
  return [...patterns].some(([, members]) => members.split(",").length > MOST_PROPS);
}

function isComponent(file, name) {
  return file.endsWith(".tsx") && /^[A-Z]/.test(name ?? "");
}

/** Members that the first parameter is destructured into (without `...rest`); else those of its type, declared in the same file. */
function propsOf(source, node) {
  const first = node.parameters[0];
  if (!first) return 0;
  if (ts.isObjectBindingPattern(first.name)) return first.name.elements.filter((element) => !element.dotDotDotToken).length;
  const name = first.type && ts.isTypeReferenceNode(first.type) ? first.type.typeName.getText() : null;
  const declared = name && source.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  return declared ? declared.members.length : 0;
}

function linesOf(source, node) {
  return source.getLineAndCharacterOfPosition(node.end).line - source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Lines of tables: arrays that hold no function and no markup. */
function linesOfData(source, node) {
  if (ts.isArrayLiteralExpression(node) && !holdsCode(node)) return linesOf(source, node);
  let lines = 0;
  ts.forEachChild(node, (child) => {
    lines += linesOfData(source, child);
  });
  return lines;
}

function holdsCode(node) {
  if (ts.isFunctionLike(node) || ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node)) return true;
  return ts.forEachChild(node, (child) => holdsCode(child) || undefined) ?? false;
}

/** Its own name, or that of the constant, property or call that it is written for. */
function nameOf(node) {
  if (node.name) return node.name.getText();
  let holder = node.parent;
  while (holder && ts.isCallExpression(holder)) holder = holder.parent;
  return holder?.name?.getText();
}

/** Comments right above the function, or above the statement or property that it is the value of. */
function commentAbove(source, node) {
  let owner = node;
  while (owner.parent && !ts.isStatement(owner) && !ts.isClassElement(owner) && !ts.isObjectLiteralElement(owner)) owner = owner.parent;
  const text = source.getFullText();
  return (ts.getLeadingCommentRanges(text, owner.getFullStart()) ?? []).map(({ pos, end }) => text.slice(pos, end)).join("\n");
}
