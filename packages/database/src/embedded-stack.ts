import type { PGlite } from "@electric-sql/pglite";

/**
 * A statement that fails leaves PostgreSQL's loop by an exception of JavaScript, which does not take the stack back as `longjmp` would: after some
 * two thousand refused statements, everything would fail with "stack depth limit exceeded", and the database not roll back any more. So the pointer is
 * set to where it was before.
 */
export function takeStackBack(pglite: PGlite): void {
  // What its types do not say: the pointer of its stack, and its loop of messages.
  const engine: object = pglite.Module;
  const pointer: unknown = Reflect.get(engine, "___stack_pointer");
  const loop: unknown = Reflect.get(engine, "_PostgresMainLoopOnce");
  if (typeof pointer !== "object" || pointer === null || !("value" in pointer) || typeof loop !== "function") return;
  Reflect.set(engine, "_PostgresMainLoopOnce", () => {
    const before = pointer.value;
    try {
      Reflect.apply(loop, engine, []);
    } catch (error) {
      pointer.value = before;
      throw error;
    }
  });
}
