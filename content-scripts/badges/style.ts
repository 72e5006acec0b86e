/** Words carry the meaning; colour and the mark only repeat it. */
export const css = `button{all:unset;position:fixed;left:0;top:0;box-sizing:border-box;height:18px;padding:0 7px;border-radius:9px;font:600 11px/18px system-ui,sans-serif;
white-space:nowrap;cursor:pointer;color:#14532d;background:#dcfce7;box-shadow:inset 0 0 0 1px #15803d}
.t3{color:#713f12;background:#fef3c7;box-shadow:inset 0 0 0 1px #a16207}
.t0,.stop{color:#7f1d1d;background:#fee2e2;box-shadow:inset 0 0 0 1px #b91c1c}
button:focus-visible{outline:2px solid #2563eb;outline-offset:1px}
@media(prefers-color-scheme:dark){button{color:#bbf7d0;background:#14321f}.t3{color:#fde68a;background:#3a2a0a}.t0,.stop{color:#fecaca;background:#451a1a}}
@media(forced-colors:active){button{border:1px solid ButtonText;line-height:16px;color:ButtonText;background:ButtonFace}}`
