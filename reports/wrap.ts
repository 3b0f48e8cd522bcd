/** Breaks text at blanks into lines of at most so many characters; a longer word is broken where it must. */
export function wrap(text: string, columns: number): readonly string[] {
  const width = Math.max(8, columns);
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ').flatMap((part) => pieces(part, width))) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (longer.length <= width) {
        line = longer;
      } else {
        lines.push(line);
        line = word;
      }
    }
    lines.push(line);
  }
  return lines;
}

function pieces(word: string, width: number): readonly string[] {
  const points = [...word];
  if (points.length <= width) return [word];
  return Array.from({ length: Math.ceil(points.length / width) }, (_none, index) =>
    points.slice(index * width, (index + 1) * width).join(''),
  );
}

/** Label and wrapped text as columns, the text under itself. */
export function labelled(label: string, text: string, columns: number, indent = '  '): readonly string[] {
  const left = `${indent}${label.padEnd(10)}`;
  return wrap(text, columns - left.length).map((line, index) =>
    `${index === 0 ? left : ' '.repeat(left.length)}${line}`.trimEnd(),
  );
}
