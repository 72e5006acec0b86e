import { memo, useImperativeHandle, useRef, type Ref } from 'react'

export interface LinedTextHandle {
  /** Selects a line and brings it into view. */
  readonly goToLine: (line: number) => void
}

interface LinedTextProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** Lines with a finding, marked in the gutter. */
  readonly marked: ReadonlyMap<number, 'error' | 'warning'>
  readonly ref?: Ref<LinedTextHandle>
}

/** A text field with line numbers. Lines do not wrap, so that each number stays beside its line. */
export function LinedText({ label, value, onChange, marked, ref }: LinedTextProps) {
  const text = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLOListElement>(null)
  const lines = value.split('\n')

  useImperativeHandle(ref, () => ({
    goToLine(line) {
      const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
      const area = text.current
      if (!area) return
      area.focus()
      area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
      area.scrollTop = ((line - 4) * area.scrollHeight) / lines.length
      area.scrollLeft = 0
    },
  }))

  return (
    <div className="lined">
      <Gutter count={lines.length} marked={marked} ref={gutter} />
      <textarea
        ref={text}
        className="lined-text"
        aria-label={label}
        value={value}
        wrap="off"
        dir="ltr"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
        }}
      />
    </div>
  )
}

interface GutterProps {
  readonly count: number
  readonly marked: LinedTextProps['marked']
  readonly ref: Ref<HTMLOListElement>
}

/** Kept apart and memoised: with thousands of lines, numbering them again on each key would be felt. */
const Gutter = memo(function Gutter({ count, marked, ref }: GutterProps) {
  return (
    <ol className="lined-gutter" aria-hidden="true" ref={ref}>
      {Array.from({ length: count }, (_, index) => (
        <li key={index} data-finding={marked.get(index + 1)}>
          {index + 1}
        </li>
      ))}
    </ol>
  )
})
