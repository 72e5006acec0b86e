/** Drawn over any page: two lines of opposite lightness are seen on every ground, forced colours included. */
export const css = `
:host { --ink: #fff; --blue: #1d4ed8; --dark: #0b1020 }
* { box-sizing: border-box; margin: 0 }
.veil { position: fixed; inset: 0; width: 100vw; height: 100vh; pointer-events: auto; cursor: crosshair; background: transparent }
.veil.off { pointer-events: none }
.box { position: fixed; pointer-events: none; border: 2px solid var(--blue); border-radius: 4px;
  outline: 2px solid #fffe; background: #1d4ed81f; forced-color-adjust: none }
.box.match { border-style: dashed; background: #15803d22; border-color: #15803d }
.box.other { border-style: dashed; background: #b91c1c22; border-color: #b91c1c }
.chip { position: fixed; pointer-events: none; max-width: min(360px, 90vw); padding: 4px 10px; border-radius: 6px;
  font: 600 12px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--dark); overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; box-shadow: 0 2px 8px #0007; forced-color-adjust: none }
.chip small { font-weight: 400; opacity: .85; margin-inline-start: 8px }
`
