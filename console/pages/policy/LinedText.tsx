import { Fragment, memo, useImperativeHandle, useRef, type Ref } from 'react'

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
  const gutter = useRef<HTMLPreElement>(null)
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
  readonly ref: Ref<HTMLPreElement>
}

/**
 * One text with a mark around each marked number: an element a line would be thousands of elements. Memoised, so that
 * typing inside a line does not number them again.
 */
const Gutter = memo(function Gutter({ count, marked, ref }: GutterProps) {
  const lines = [...marked.keys()].filter((line) => line <= count).toSorted((left, right) => left - right)
  return (
    <pre className="lined-gutter" aria-hidden="true" ref={ref}>
      {lines.map((line, index) => (
        <Fragment key={line}>
          {numbers((lines[index - 1] ?? 0) + 1, line - 1)}
          <mark data-finding={marked.get(line)}>{line}</mark>
          {'\n'}
        </Fragment>
      ))}
      {numbers((lines.at(-1) ?? 0) + 1, count)}
    </pre>
  )
})

function numbers(first: number, last: number): string {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => `${first + index}\n`).join('')
}
