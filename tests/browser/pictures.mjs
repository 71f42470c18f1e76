// Puts an issue with pictures into a publication: node pictures.mjs FOLDER
//
// The repository has no photographs, and invents no news. These are hills and skies
// drawn by a formula, in every shape that an editor's pictures have, under texts that
// say so.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";

/** Name, width, height; the wide one is larger than any size it is printed in. */
const SHAPES = [
  ["landscape", 2000, 1333], ["portrait", 1200, 1800], ["panorama", 2400, 640],
  ["square", 900, 900], ["tiny", 160, 120], ["narrow", 240, 1000],
];

const FILLER = "这里是为版式检查而写的文字，不是新闻，也不记任何人和事。山上有云，山下有水，云影落在水里，风一吹就散开。";

/** A chunk of a PNG. */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** Hills before a sky, with the grain of a photograph. */
export function picture(width, height, seed = 1) {
  let grain = seed;
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    at += 1;
    for (let x = 0; x < width; x += 1, at += 3) {
      const ridge = (n) => 0.42 + n * 0.16 + 0.07 * Math.sin(x / (90 - n * 17) + seed * n) + 0.03 * Math.sin(x / 23 + n);
      const depth = [0, 1, 2].filter((n) => y / height > ridge(n)).length;
      const light = depth === 0 ? 225 - (70 * y) / height : 150 - depth * 38;
      grain = (Math.imul(grain, 1664525) + 1013904223) >>> 0;
      const noise = (grain >>> 29) - 4;
      rows[at] = Math.max(0, Math.min(255, light + noise + (depth === 0 ? 12 : -14)));
      rows[at + 1] = Math.max(0, Math.min(255, light + noise));
      rows[at + 2] = Math.max(0, Math.min(255, light + noise + (depth === 0 ? -20 : 6)));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const sign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([sign, chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 1 })), chunk("IEND", Buffer.alloc(0))]);
}

/** Puts the issue into `root`: with a date, so that it is the latest. */
export async function addPictures(root) {
  const folder = path.join(root, "content", "pictured");
  await mkdir(folder, { recursive: true });
  for (const [index, [name, width, height]] of SHAPES.entries()) {
    await writeFile(path.join(folder, `${name}.png`), picture(width, height, index + 1));
  }
  const write = (name, head, body) => writeFile(path.join(folder, `${name}.md`), `---\n${head}\n---\n\n${body}\n`);
  await write("_issue", "date: 2026-11-25", "![版式样图。（版式组制图）](square.png)");
  const text = Array.from({ length: 6 }, () => FILLER.repeat(3)).join("\n\n");
  await write("lead", "title: 版式样稿 头条配图\norder: 1", `![山前的云。（版式组制图）](landscape.png)\n\n${text}\n\n![立着的一幅。（版式组制图）](portrait.png)\n\n${text}`);
  await write("second", "title: 版式样稿 长卷\norder: 2", `${text}\n\n![一条长卷 “从左到右”](panorama.png "长卷从左边的山看到右边的山。（版式组制图）")\n\n${text}`);
  await write("third", "title: 版式样稿 无图\norder: 3", text);
  for (const [name] of SHAPES) {
    await write(`photo-${name}`, `title: 版式样图 ${name}\nkind: photo`, `![${FILLER}（版式组制图）](${name}.png)`);
  }
  await write("photo-several", "title: 版式样图 一组\nkind: photo", "![第一幅。（版式组制图）](landscape.png)\n![第二幅。（版式组制图）](portrait.png)\n![第三幅。（版式组制图）](square.png)\n\n三幅放在一起看。");
}

if (process.argv[1] === import.meta.filename) {
  const [root] = process.argv.slice(2);
  if (!root) throw new Error("usage: node pictures.mjs FOLDER");
  await addPictures(root);
}
