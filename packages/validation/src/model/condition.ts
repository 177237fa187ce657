import { z } from "zod";
import { levelSchema, nameSchema, patternSchema, wordsSchema } from "./words.ts";

/** A test of one row. Values are compared as texts, except that `below`, `notAbove`, `above` and `notBelow` compare numbers or dates. */
export type Test =
  | { all: Test[] }
  | { any: Test[] }
  | { not: Test }
  | { field: string; is: "empty" | "filled" }
  | { field: string; in: string[] }
  | { field: string; matches: string }
  | {
      field: string;
      below?: Operand | undefined;
      notAbove?: Operand | undefined;
      above?: Operand | undefined;
      notBelow?: Operand | undefined;
    };
export type Operand = number | { field: string };

const operandSchema = z.union([z.number(), z.strictObject({ field: nameSchema })]);

const testSchema: z.ZodType<Test> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(testSchema).min(1) }),
      z.strictObject({ any: z.array(testSchema).min(1) }),
      z.strictObject({ not: testSchema }),
      z.strictObject({ field: nameSchema, is: z.enum(["empty", "filled"]) }),
      z.strictObject({ field: nameSchema, in: z.array(z.string()).min(1) }),
      z.strictObject({ field: nameSchema, matches: patternSchema }),
      z
        .strictObject({
          field: nameSchema,
          below: operandSchema.optional(),
          notAbove: operandSchema.optional(),
          above: operandSchema.optional(),
          notBelow: operandSchema.optional(),
        })
        .refine((test) => Object.keys(test).length > 1, "compare with something"),
    ]),
  )
  .meta({ id: "Test", description: "A test of one row" });

/** A condition between fields of a row: if `when` holds, `must` has to hold. */
export const conditionSchema = z.strictObject({
  name: nameSchema,
  when: testSchema.optional(),
  must: testSchema,
  message: wordsSchema.meta({ description: "Message when the condition does not hold" }),
  field: nameSchema.optional().meta({ description: "The field that the finding names" }),
  code: z.string().optional().meta({ description: "DATABASE_CONSTRAINT_MISMATCH by default" }),
  level: levelSchema.optional(),
});
export type Condition = z.infer<typeof conditionSchema>;
