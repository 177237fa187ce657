import { ALL, and, type Comparison, type Condition, compared, ELSE, or, unknown, type Value } from "../model/condition.ts";

type Token = { readonly kind: "field" | "text" | "number" | "word" | "sign"; readonly text: string };

const TOKENS =
  /\s*(?:"((?:[^"]|"")*)"|'((?:[^'\\]|''|\\.)*)'|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\p{L}_])|([\p{L}_$@][\p{L}\p{N}_]*)|(<=|>=|<>|!=|<|>|=|\(|\)|,|.))/uy;
const MAX_TOKENS = 2_000;
const MAX_PARENTHESES = 20;

/** A field alone, with or without quotes; undefined when the text is an expression. */
export function fieldOf(text: string): string | undefined {
  const trimmed = text.trim();
  const quoted = /^"((?:[^"]|"")+)"$/.exec(trimmed)?.[1];
  if (quoted !== undefined) return quoted.replace(/""/g, '"');
  return /^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(trimmed) ? trimmed : undefined;
}

/** The condition of a rule's filter. Functions and arithmetic are kept as text. */
export function conditionOf(filter: string): Condition {
  const text = filter.trim();
  if (text === "") return ALL;
  if (text.toUpperCase() === "ELSE") return ELSE;
  const tokens = tokensOf(text);
  if (!tokens) return unknown(text);
  const reader = new Reader(tokens);
  const found = reader.either(0);
  return found && reader.isAtEnd && found.is !== "unknown" ? found : unknown(text);
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < text.trimEnd().length) {
    const match = TOKENS.exec(text);
    if (!match || tokens.length >= MAX_TOKENS) return null;
    const [, field, string, number, word, sign] = match;
    if (field !== undefined) tokens.push({ kind: "field", text: field.replace(/""/g, '"') });
    else if (string !== undefined) tokens.push({ kind: "text", text: string.replaceAll("''", "'").replace(/\\(.)/g, "$1") });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

const SIGNS: Readonly<Record<string, Comparison>> = { "=": "=", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=" };
const MIRRORED: Readonly<Record<Comparison, Comparison>> = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** Reads `or` of `and` of comparisons; null where the text is anything else. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  either(depth: number): Condition | null {
    let found = this.#both(depth);
    while (found && this.#word("OR")) {
      const next = this.#both(depth);
      found = next && or(found, next);
    }
    return found;
  }

  #both(depth: number): Condition | null {
    let found = this.#one(depth);
    while (found && this.#word("AND")) {
      const next = this.#one(depth);
      found = next && and(found, next);
    }
    return found;
  }

  #one(depth: number): Condition | null {
    if (this.#sign("(")) {
      const inner = depth < MAX_PARENTHESES ? this.either(depth + 1) : null;
      return inner && this.#sign(")") ? inner : null;
    }
    if (this.#word("TRUE")) return ALL;
    const constant = this.#constant();
    if (constant !== undefined) {
      const sign = this.#comparison();
      const field = this.#field();
      return sign && field !== undefined ? compared(field, MIRRORED[sign], constant) : null;
    }
    const field = this.#field();
    if (field === undefined) return null;
    if (this.#word("IN")) return this.#list(field);
    if (this.#word("BETWEEN")) return this.#between(field);
    if (this.#word("IS")) return this.#word("NULL") ? { is: "values", field, values: [], hasNull: true } : null;
    const sign = this.#comparison();
    const value = this.#constant();
    return sign && value !== undefined ? compared(field, sign, value) : null;
  }

  #list(field: string): Condition | null {
    if (!this.#sign("(")) return null;
    const values: Value[] = [];
    do {
      const value = this.#constant();
      if (value === undefined) return null;
      values.push(value);
    } while (this.#sign(","));
    return this.#sign(")") ? { is: "values", field, values } : null;
  }

  #between(field: string): Condition | null {
    const from = this.#constant();
    if (from === undefined || !this.#word("AND")) return null;
    const to = this.#constant();
    return to === undefined ? null : and(compared(field, ">=", from), compared(field, "<=", to));
  }

  #take(isIt: (token: Token) => boolean): Token | undefined {
    const token = this.#tokens[this.#at];
    if (!token || !isIt(token)) return undefined;
    this.#at++;
    return token;
  }

  #word(word: string): boolean {
    return this.#take(({ kind, text }) => kind === "word" && text.toUpperCase() === word) !== undefined;
  }

  #sign(sign: string): boolean {
    return this.#take(({ kind, text }) => kind === "sign" && text === sign) !== undefined;
  }

  #comparison(): Comparison | undefined {
    const token = this.#take(({ kind, text }) => kind === "sign" && text in SIGNS);
    return token && SIGNS[token.text];
  }

  #field(): string | undefined {
    const isField = ({ kind, text }: Token) => kind === "field" || (kind === "word" && !text.startsWith("$") && !text.startsWith("@"));
    return this.#take(isField)?.text;
  }

  #constant(): Value | undefined {
    const token = this.#take(
      ({ kind, text }) => kind === "text" || kind === "number" || (kind === "word" && ["TRUE", "FALSE"].includes(text.toUpperCase())),
    );
    if (!token) return undefined;
    if (token.kind === "number") return Number(token.text);
    return token.kind === "text" ? token.text : token.text.toUpperCase() === "TRUE";
  }
}
