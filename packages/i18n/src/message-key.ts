type Dashed<S extends string> = S extends `${infer Head}.${infer Tail}` ? `${Head}-${Dashed<Tail>}` : S;

/** Makes a value the last part of a message key, where dots would open a level: `etalab-2.0` → `etalab-2-0`. */
export function messageKey<S extends string>(value: S): Dashed<S> {
  return value.replaceAll(".", "-") as Dashed<S>;
}
