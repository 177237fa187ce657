import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLeaversFile } from "./read-file.ts";

describe("a file of leavers", () => {
  test("is read with either separator, a byte order mark, quotes, line ends of Windows and capitals", () => {
    const text =
      '\uFEFF"userName";"externalId";"Active"\r\n"Ana@Exemple.FR";17;False\r\n  bob@exemple.fr ;18;TRUE\r\n"carl@exemple.fr";"a;b";0\r\n';
    expect(readLeaversFile(text)).toEqual({
      leaving: [
        { line: 2, email: "ana@exemple.fr" },
        { line: 4, email: "carl@exemple.fr" },
      ],
      staying: 1,
      problems: [],
    });
    expect(readLeaversFile("email,active\nana@exemple.fr,non\n")).toMatchObject({ leaving: [{ line: 2, email: "ana@exemple.fr" }] });
  });

  test("says which line is wrong, and counts lines as an editor does", () => {
    const text =
      'mail,note,active\n,x,false\nana,x,false\nana@exemple.fr,x,maybe\n\nbob@exemple.fr,"two\nlines",false\nBOB@exemple.fr,x,false\n';
    expect(readLeaversFile(text)).toEqual({
      leaving: [{ line: 6, email: "bob@exemple.fr" }],
      staying: 0,
      problems: [
        { line: 2, problem: "no-address", value: "" },
        { line: 3, problem: "wrong-address", value: "ana" },
        { line: 4, problem: "wrong-active", value: "maybe" },
        { line: 8, problem: "twice", value: "bob@exemple.fr" },
      ],
    });
  });

  test("an address counts where userName is not one", () => {
    expect(readLeaversFile("userName,email,active\nana17,ana@exemple.fr,0\n")).toMatchObject({ leaving: [{ email: "ana@exemple.fr" }] });
  });

  test.each([
    ["", { problem: "empty" }],
    ["email,active\n", { problem: "empty" }],
    ["name,active\nAna,0\n", { problem: "no-address-column" }],
    // Without the column, a list of the whole staff would take everybody out.
    ["email\nana@exemple.fr\n", { problem: "no-active-column" }],
    ['email,active\n"ana@exemple.fr,0\n', { problem: "broken", line: expect.any(Number) }],
    [`email,active\n${"a@b.fr,0\n".repeat(10_001)}`, { problem: "too-many-lines", most: 10_000 }],
    ["x".repeat(1_000_001), { problem: "too-large" }],
  ])("that cannot be read says why", (text, expected) => {
    expect(readLeaversFile(text)).toEqual(expected);
  });

  test("is read or refused, whatever it is", () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(readLeaversFile(`email,active\n${text}`)).toBeTypeOf("object")));
  });
});
