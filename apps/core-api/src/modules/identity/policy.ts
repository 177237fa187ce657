/** The platform's own name and words of signing in, which guessers try with digits behind them. */
const OWN_WORDS = ["archipel", "portail", "portal", "motdepasse", "password", "passphrase", "connexion", "login", "geoportail", "cadastre"];

/** Shorter words are parts of any sentence. */
const SHORTEST_WORD = 3;
const LONGEST_WORD = 40;
/** A password of so many known words is easy, with any digits around them. */
const EASY_WORDS = 2;

interface Known {
  /** Passwords that many people have, in small letters. */
  readonly common: ReadonlySet<string>;
  /** What a guesser knows of the person: name and address. */
  readonly about: readonly string[];
}

/**
 * Whether a password is among those that guessers try first: one or two common passwords, or words of the person, of their address or of
 * the platform, with digits, punctuation or repetition. A sentence is not.
 */
export function isEasyToGuess(password: string, { common, about }: Known): boolean {
  const own = new Set([...OWN_WORDS, ...about.flatMap(wordsOf)]);
  const isWord = (text: string) => common.has(text) || own.has(text);
  return fewestWords(withoutRepetition(lettersOf(password)), isWord) <= EASY_WORDS;
}

/** Letters and digits only, small and without accents: what guessers vary first. */
function lettersOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function wordsOf(text: string): string[] {
  const parts = text.split(/[^\p{L}\p{N}]+/u).map(lettersOf);
  return [...parts, lettersOf(text)].filter(({ length }) => length >= SHORTEST_WORD);
}

/** The shortest text whose repetition is the given one. */
function withoutRepetition(text: string): string {
  const period = `${text}${text}`.indexOf(text, 1);
  return period > 0 ? text.slice(0, period) : text;
}

/** The fewest known words of which the text consists, without its digits; Infinity when it has other parts. */
function fewestWords(text: string, isWord: (part: string) => boolean): number {
  const fewest = [0];
  for (let end = 1; end <= text.length; end++) {
    let best = /\d/.test(text[end - 1] ?? "") ? (fewest[end - 1] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    for (let start = Math.max(0, end - LONGEST_WORD); start <= end - SHORTEST_WORD; start++) {
      const before = fewest[start] ?? Number.POSITIVE_INFINITY;
      if (before + 1 < best && isWord(text.slice(start, end))) best = before + 1;
    }
    fewest[end] = best;
  }
  return fewest[text.length] ?? Number.POSITIVE_INFINITY;
}
