import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from '@typescript/typescript6'
import { describe, expect, test } from 'vitest'
import { projectFiles, root } from './source-files.ts'

/** Attributes and properties whose text a person sees or hears. */
const spoken = new Set([
  'title',
  'alt',
  'placeholder',
  'label',
  'hint',
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-valuetext',
  'textContent',
  'innerText',
  'ariaLabel',
  'ariaDescription',
])
/** Two letters in a row make a word; symbols, numbers and single letters are not language. */
const isWord = (text: string) => /\p{L}{2,}/u.test(text)

/** Words in code: text between tags, and literals given to something that is spoken. */
function wordsIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )
  const found: string[] = []
  const note = (node: ts.Node, words: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    if (isWord(words)) found.push(`${file}:${line + 1}: ${words.trim().slice(0, 60)}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text)
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
      noteLiteral(node.expression, note)
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText(source)) && node.initializer) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer
      if (value) noteLiteral(value, note)
    }
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      spoken.has(node.left.name.text)
    ) {
      noteLiteral(node.right, note)
    }
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'setAttribute'
    ) {
      const [name, value] = node.arguments
      if (name && value && ts.isStringLiteral(name) && spoken.has(name.text)) noteLiteral(value, note)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function noteLiteral(node: ts.Node, note: (node: ts.Node, words: string) => void): void {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) note(node, node.text)
  else if (ts.isTemplateExpression(node))
    note(node, [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(''))
  else if (ts.isConditionalExpression(node))
    for (const branch of [node.whenTrue, node.whenFalse]) noteLiteral(branch, note)
}

describe('words', () => {
  const isShown = (file: string) => /^(components|console|content-scripts|practice)\/.*\.tsx?$/.test(file)

  test('no text a person reads is in code: it is in locales/ or public/_locales/', () => {
    const files = projectFiles().filter(isShown)
    expect(files.length).toBeGreaterThan(0)
    expect(files.flatMap((file) => wordsIn(file, readFileSync(join(root, file), 'utf8'))).join('\n')).toBe('')
  })

  test('text between tags, in attributes and in assignments is seen', () => {
    const code =
      '<p title="Some words">Hello {n} <b aria-label={x ? "Yes sir" : `No ${y}`} /></p>; a.textContent = "Tier three"'
    expect(wordsIn('a.tsx', code)).toHaveLength(5)
  })

  test('symbols, class names and keys are not words', () => {
    expect(
      wordsIn('a.tsx', '<p className="card big">{t("hold.title")} · 3 % × <i title={t("a.b")} /></p>'),
    ).toEqual([])
  })
})
