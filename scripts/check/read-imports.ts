import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import type { ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser'
import { governed, importRules, runtimeRules } from './import-rules.ts'

export interface ImportFindings {
  /** Governed files that were read; none read means the tool is blind, not that the house is clean. */
  readonly modules: readonly string[]
  readonly violations: readonly string[]
}

/** Reads every import of the project at `root` and names those the house forbids. */
export async function readImports(root: string): Promise<ImportFindings> {
  const folders = [...governed, 'test/e2e', 'test/firefox'].filter((folder) => existsSync(join(root, folder)))
  const all = await cruiseFolders(root, folders, importRules, true)
  const runtime = await cruiseFolders(root, folders, runtimeRules, false)
  const isGoverned = (source: string) => governed.some((folder) => source.startsWith(`${folder}/`))
  return {
    modules: all.modules.map((module) => module.source).filter(isGoverned),
    violations: [...all.summary.violations, ...runtime.summary.violations].map(
      ({ from, to, rule }) => `${from} -> ${to}: ${commentOf(rule.name)} (${rule.name})`,
    ),
  }
}

async function cruiseFolders(
  root: string,
  folders: readonly string[],
  forbidden: readonly IForbiddenRuleType[],
  withTypes: boolean,
): Promise<ICruiseResult> {
  giveTypeScript6()
  const { cruise } = await import('dependency-cruiser')
  const { output } = await cruise(
    [...folders],
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: [...forbidden] },
      tsPreCompilationDeps: withTypes,
      doNotFollow: { path: 'node_modules' },
    },
    {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
    },
  )
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text instead of its findings')
  return output
}

let isGiven = false

/** dependency-cruiser needs TypeScript's old API; without it, it reads no .ts file and finds nothing (docs/adr/0004). */
function giveTypeScript6(): void {
  if (isGiven) return
  isGiven = true
  registerHooks({
    resolve(specifier, context, next) {
      const isAsked =
        /^typescript(\/|$)/.test(specifier) && context.parentURL?.includes('/dependency-cruiser/')
      return next(isAsked ? specifier.replace('typescript', '@typescript/typescript6') : specifier, context)
    },
  })
}

function commentOf(name: string): string {
  return [...importRules, ...runtimeRules].find((rule) => rule.name === name)?.comment ?? name
}
