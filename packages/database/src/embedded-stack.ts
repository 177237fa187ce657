import type { PGlite } from "@electric-sql/pglite";

/** What PGlite's module has, and its types do not say: its loop of messages, and the pointer of its stack. */
interface Engine {
  _PostgresMainLoopOnce: () => void;
  ___stack_pointer?: { value: number };
}

/**
 * A statement that fails leaves PostgreSQL's loop by an exception of JavaScript, which does not take the stack back as `longjmp` would: after some
 * two thousand refused statements, everything would fail with "stack depth limit exceeded", and the database not roll back any more. So the pointer is
 * set to where it was before.
 */
export function takeStackBack(pglite: PGlite): void {
  const engine = pglite.Module as unknown as Engine;
  const { ___stack_pointer: pointer, _PostgresMainLoopOnce: loop } = engine;
  if (!pointer) return;
  engine._PostgresMainLoopOnce = () => {
    const before = pointer.value;
    try {
      loop();
    } catch (error) {
      pointer.value = before;
      throw error;
    }
  };
}
