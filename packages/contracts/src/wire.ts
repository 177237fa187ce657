import SuperJSON from "superjson";

/** The keys that superjson refuses in an object, because a careless reader would change a prototype with them. */
const REFUSED = ["__proto__", "constructor", "prototype"];

/**
 * The wire format of core-api's procedures: superjson. Records by the names of fields may have any key; one with a key that superjson
 * refuses travels as its entries, and arrives as a record whose keys are all its own.
 */
export const wire = new SuperJSON();

wire.registerCustom<Record<string, unknown>, [string, never][]>(
  {
    isApplicable: (value): value is Record<string, unknown> =>
      typeof value === "object" && value !== null && !Array.isArray(value) && REFUSED.some((key) => Object.hasOwn(value, key)),
    // superjson walks through the entries after this, so they may hold any value that it knows.
    serialize: (record) => Object.entries(record) as [string, never][],
    deserialize: (entries) => Object.fromEntries(entries),
  },
  "record",
);
