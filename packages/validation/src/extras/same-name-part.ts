import { z } from "zod";
import { firstGroupOf } from "../model/pattern.ts";
import type { ExtraContext, ExtraRule } from "./extra.ts";
import { groupPatternSchema } from "./pattern-param.ts";

const params = z.strictObject({
  layers: groupPatternSchema.meta({
    description: "Pattern of layer names (or file names, with one layer per file); its group is the shared part",
  }),
  folder: groupPatternSchema.optional().meta({ description: "Pattern of the delivery's name; its group is the shared part" }),
  file: groupPatternSchema
    .optional()
    .meta({ description: "Pattern of the file's name without extension; its group is the shared part of its layers" }),
  isLowerCase: z.boolean().optional().meta({ description: "Layer names must be in lower case" }),
});

/**
 * The names of all layers share a part (`N_<part>_TRI_S_027`), given by the folder's or file's name, or else by the first layer. Layers whose
 * name does not match the pattern are ignored: other rules report them.
 */
export const sameNamePartRule: ExtraRule<z.infer<typeof params>> = {
  name: "same-name-part",
  params,
  run: (context, { layers, folder, file, isLowerCase }) => ({
    start() {
      const { delivery, collector } = context;
      const partOfLayer = firstGroupOf(layers);
      const partOfFile = file ? firstGroupOf(file) : null;
      let expected = folder && !delivery.isSingleFile ? firstGroupOf(folder)(delivery.name) : null;
      for (const { name, file: path, fileModel } of layersOf(context)) {
        const part = partOfLayer(name);
        if (part === null) continue;
        expected ??= partOfFile ? null : part;
        const wanted = partOfFile?.(stemOf(path)) ?? expected ?? part;
        const place = { fileModel, file: path, table: name };
        if (part.toLowerCase() !== wanted.toLowerCase())
          collector.add("name-part-differs", place, { params: { name, part, expected: wanted } });
        else if (isLowerCase && name !== name.toLowerCase())
          collector.add("name-not-lower-case", place, { params: { name, expected: name.toLowerCase() } });
      }
    },
  }),
};

function layersOf({ delivery, matched }: ExtraContext): { name: string; file: string; fileModel: string }[] {
  const models = new Map(matched.map(({ file, model }) => [file.path, model.name]));
  return delivery.tables.flatMap(({ name, file }) => {
    const fileModel = models.get(file);
    return fileModel === undefined ? [] : [{ name, file, fileModel }];
  });
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}
