/**
 * Estimates how many states a matcher needs for a pattern: a repeat multiplies what it repeats. RE2 matches in time proportional to this number,
 * and `((a|b)?…){1,900}` needs hundreds of thousands of states. The estimate reads the text only, because compiling the pattern is as costly.
 */
export function patternWeight(pattern: string): number {
  const open: number[] = [];
  let sum = 0;
  let atom = 0;
  const take = (weight: number) => {
    sum += atom;
    atom = weight;
  };
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === "\\") {
      index++;
      take(1);
    } else if (char === "[") {
      index = endOfClass(pattern, index);
      take(1);
    } else if (char === "(") {
      take(0);
      open.push(sum);
      sum = 0;
    } else if (char === ")") {
      take(0);
      atom = sum + 1;
      sum = open.pop() ?? 0;
    } else if (char === "{") {
      const counts = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(index, index + 24));
      if (!counts) take(1);
      else {
        atom *= Math.max(1, Number(counts[1]), Number(counts[2] ?? 0));
        index += counts[0].length - 1;
      }
    } else if (char !== "*" && char !== "+" && char !== "?" && char !== "|") take(1);
  }
  return open.reduce((total, outer) => total + outer, sum + atom);
}

/** The index of the bracket that closes a character class. A closing bracket in first position is a member of the class. */
function endOfClass(pattern: string, start: number): number {
  const first = pattern[start + 1] === "^" ? start + 2 : start + 1;
  for (let index = first; index < pattern.length; index++) {
    if (pattern[index] === "\\") index++;
    else if (pattern[index] === "]" && index > first) return index;
  }
  return pattern.length;
}
