import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { german as germanMessages } from './de';
import { parameters } from './english/parameters';
import { parameters as germanParameters } from './german/parameters';
import { messages } from './messages';

/** All that is said, also what one page alone loads. */
const german: Record<string, string> = {
  ...germanMessages,
  ...germanParameters,
};

/** Messages by key, as Backstage flattens them. */
function flat(): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...messages, ...parameters }).flatMap(
      ([group, content]): [string, string][] =>
        typeof content === 'string'
          ? [[group, content]]
          : Object.entries(content).map(([key, text]) => [
              `${group}.${key}`,
              text,
            ]),
    ),
  );
}

const english = flat();
const placeholders = (text: string) =>
  [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

describe('the messages', () => {
  it('are complete in German, without keys that nothing asks for', () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.keys(english))(
    'leaves the same places to fill in both languages: %s',
    key => {
      expect(placeholders(german[key])).toEqual(placeholders(english[key]));
    },
  );

  it('are none of them empty', () => {
    expect(
      Object.entries({ ...english, ...german }).filter(([, text]) => !text),
    ).toEqual([]);
  });

  it('are all used', () => {
    const code = sources()
      .map(file => fs.readFileSync(file, 'utf8'))
      .join('\n');
    const unused = Object.keys(english).filter(key => {
      const base = key.replace(/_(one|other)$/, '');
      // `severity.${severity}` and `alerts.saved_${to}` name their keys by their beginning.
      const group = base.replace(/(?<=\.)\w+$/, '');
      const stem = base.replace(/(?<=\.[a-zA-Z]+_)\w+$/, '');
      return ![base, `${group}\${`, `${stem}\${`].some(name =>
        code.includes(name),
      );
    });
    expect(unused).toEqual([]);
  });
});

const root = path.resolve(__dirname, '..');

/** The files that make up the screens. */
function sources(): string[] {
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      file =>
        /\.tsx?$/.test(file) &&
        !/\.test\.tsx?$/.test(file) &&
        !/^(testing|__testUtils__)\//.test(file) &&
        !/^words\/(english|german)\//.test(file) &&
        file !== 'setupTests.ts',
    )
    .map(file => path.join(root, file));
}

/** Attributes whose text a reader sees or hears. */
const SPOKEN_ATTRIBUTES =
  /^(aria-label|title|label|placeholder|alt|term|aside|subject|none|hint|closeText|subtitle)$/;

/**
 * Calls whose texts are names for the machine: styles, names of questions, errors for developers; and the titles of
 * extensions, which Backstage takes as they are.
 */
const MACHINE_CALLS =
  /^(makeStyles|createStyles|useRequest|usePages|askedOnce|Error|super|useQueryParameter|createCardExtension|HomePageWidgetBlueprint\.make)$/;

function isPropertyName(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

/** Texts of a file that a person would read and that are not from the messages. */
function literalTexts(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    fs.readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const found: string[] = [];
  const isWord = (text: string) => /\p{L}{2,}/u.test(text);
  const isSentence = (text: string) => /\p{L}{2,}[,.:]? \p{L}/u.test(text);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      MACHINE_CALLS.test(node.expression.getText(source))
    ) {
      // What is said within a function among the arguments counts all the same.
      for (const argument of node.arguments ?? []) {
        if (
          ts.isArrowFunction(argument) &&
          !/^(makeStyles|createStyles)$/.test(node.expression.getText(source))
        ) {
          visit(argument);
        }
      }
      return;
    }
    if (ts.isJsxText(node) && isWord(node.text)) found.push(node.text.trim());
    if (ts.isStringLiteralLike(node) && !isPropertyName(node)) {
      const { parent } = node;
      const spokenAttribute =
        ts.isJsxAttribute(parent) &&
        SPOKEN_ATTRIBUTES.test(parent.name.getText(source));
      if ((spokenAttribute && isWord(node.text)) || isSentence(node.text)) {
        found.push(node.text);
      }
    }
    if (ts.isTemplateExpression(node)) {
      const parts = [
        node.head.text,
        ...node.templateSpans.map(({ literal }) => literal.text),
      ];
      if (parts.some(isSentence)) found.push(node.getText(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('the screens', () => {
  // Paths of SVG, media queries and YAML are for machines.
  const isForMachines = (text: string) =>
    /^[\d\sA-Zz.,-]+$/.test(text) ||
    text.startsWith('@') ||
    text.startsWith('"') ||
    text.includes('guardrails:\n');

  it.each(sources().map(file => [path.relative(root, file), file]))(
    'say nothing that cannot be translated: %s',
    (_, file) => {
      expect(literalTexts(file).filter(text => !isForMachines(text))).toEqual(
        [],
      );
    },
  );
});
