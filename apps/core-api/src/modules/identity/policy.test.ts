import { describe, expect, it } from "vitest";
import { isEasyToGuess } from "./policy.ts";
import { assertHardToGuess } from "./service/passwords.ts";

const about = { name: "Camille Martin", email: "camille.martin@sqy.example.org" };
const isRefused = (password: string) =>
  assertHardToGuess(password, about, "password").then(
    () => false,
    (error: { code: string }) => error.code === "password-easy",
  );

describe("a password that guessers try first is refused", () => {
  it.each([
    "administrator",
    "123456123456",
    "Password-2026!",
    "motdepasse2026",
    "azertyuiop123",
    "passwordpassword",
    "Sunshine.Dragon",
    "archipel-2026!",
    "camillemartin",
    "Martin 1984 Camille",
    "000000000000",
    "qwertyqwertyqwerty",
  ])("%s", async (password) => expect([password, await isRefused(password)]).toEqual([password, true]));
});

describe("a sentence, or random characters, are accepted, whatever they are made of", () => {
  it.each([
    "les marées montent deux fois",
    "correct horse battery staple",
    "trois mots de Camille",
    "xk7Qz-pL2vR9",
    "éàüçœ ñ 東京の地図帳",
    "h".concat("umide et froid le matin"),
  ])("%s", async (password) => expect([password, await isRefused(password)]).toEqual([password, false]));
});

it("checks the longest password at once", () => {
  expect(isEasyToGuess("pass".repeat(49).concat("wörd"), { common: new Set(["pass"]), about: [] })).toBe(false);
});
