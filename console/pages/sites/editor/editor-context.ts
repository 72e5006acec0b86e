import { createContext, useContext } from 'react'
import type { Finding } from '../../../../protocol/http/policy.ts'
import { valueAt, type Path } from './edits.ts'

/** What every field of the form needs: the pack, what is wrong with it, and how to change it. */
export interface Editing {
  readonly pack: unknown
  readonly findings: readonly Finding[]
  readonly change: (at: Path, pack: unknown) => void
}

export const EditorContext = createContext<Editing | null>(null)

export function useEditing(): Editing {
  const editing = useContext(EditorContext)
  if (editing === null) throw new Error('A field of the form stands outside of it.')
  return editing
}

/** What stands at one place, and the first sentence about exactly that place. */
export function useAt(path: Path): { readonly value: unknown; readonly error: string | undefined } {
  const { pack, findings } = useEditing()
  return {
    value: valueAt(pack, path),
    error: findings.find((finding) => samePath(finding.path, path))?.sentence,
  }
}

function samePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index])
}
