/** Words carry the meaning; colour and the mark only repeat it. */
export const css = `button{all:unset;position:fixed;left:0;top:0;box-sizing:border-box;height:18px;padding:0 7px;border-radius:9px;font:600 11px/18px system-ui;
white-space:nowrap;cursor:pointer;color-scheme:light dark;color:light-dark(#14532d,#bbf7d0);background:light-dark(#dcfce7,#14321f);box-shadow:inset 0 0 0 1px}
.t3{color:light-dark(#713f12,#fde68a);background:light-dark(#fef3c7,#3a2a0a)}
.t0,.stop{color:light-dark(#7f1d1d,#fecaca);background:light-dark(#fee2e2,#451a1a)}
button:focus-visible{outline:2px solid #2563eb}
@media(forced-colors:active){button{border:1px solid ButtonText;line-height:16px;color:ButtonText;background:ButtonFace}}`
