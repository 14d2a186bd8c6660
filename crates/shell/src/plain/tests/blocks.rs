//! Texts that are made up of commands and blocks in odd nestings.

use super::soup::soup;
use super::{agrees, config};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What texts are made of: `~` stands for another one, `%` for the end of a line.
const SHAPES: &str = "\
~ && ~
~ || ~
~ | ~
~ ; ~
~ & ~
~ % ~
~ && ~ || ~
~ && ~ | ~
if ~ ; then ~ ; fi
if ~ ; then ~ ; else ~ ; fi > f
if ~ ; then ~ ; elif ~ ; then ~ ; fi
if ! ~ ; then ~ ; fi | ~
for x in a $B ; do ~ ; done
for x in a \"$B\" *.c ; do ~ ; done > f
for x ; do ~ ; done
while ~ ; do ~ ; done
until ~ ; do ~ ; done < f
( ~ )
(~) 2>&1 | ~
{ ~ ; }
{ ~ ; } > f && ~
A=$( ~ )
A=`~`
f() { ~ ; }
f-g() ( ~ )
f() { ~ ; } ; ~ && f x
case $x in a) ~ ;; b | c ) ~ ;; esac
case \"$x\" in *) ~ ; ~ ;; esac > f
echo \"$( ~ )\" b";

const COMMANDS: &str = "\
a
b c
A=b
A=b c
A= c
A=
A=$(b)
! a
! [ a ]
! A=b c
! export A
[ -f x ]
[ \"$A\" = b ] && c
cd $B
echo \"$B\" $C
a > f
a 2>&1
a < f > g
a &> f
a b=c 'd e' *.f
a | b
a && b || c
a; b
a # b
export A=b
unset A
set -e
sh -c 'a'
find a \\( -b \\) -c \\;
echo if
echo done
echo esac
time a b
[ \"$A\" == b ] && c
[ $A == b ] || c
[ a != *.b ]
[ a == *.b ]
[ -z $A ] && exit 1
a == b
a ==b
a =~ b
cd ~
${A}/b c
echo }
test -z \"$A\"
exit 1
read x
local a=b
in";

/// What stands in place of a blank now and then.
const ODD: [&str; 48] = [
    "",
    "\n",
    "\t",
    ";",
    "; ",
    "&",
    "& ",
    "|",
    " |& ",
    "&&",
    "||",
    ";;",
    "\\\n",
    " \\\n ",
    " # c\n",
    "# c\n",
    " `# c` ",
    "()",
    " () ",
    " g() { a ; } ",
    "\n\n",
    "\n# c\n",
    " ! ",
    " then ",
    " fi ",
    " do ",
    " done ",
    " in ",
    " { ",
    " } ",
    "(",
    ")",
    " ( ",
    " ) ",
    " > f ",
    ">f",
    " < $F ",
    " 2>&1 ",
    " > $(f) ",
    " x ",
    "\\ ",
    "$(",
    "\"",
    "'",
    " [ ",
    " ] ",
    " A= ",
    " if ",
];

fn nested() -> impl Strategy<Value = String> {
    let lines = |text: &'static str| select(text.lines().collect::<Vec<_>>());
    let shapes = lines(SHAPES);
    let leaf = prop_oneof![40 => lines(COMMANDS).prop_map(str::to_owned), 1 => soup()];
    let plain = leaf.prop_recursive(4, 24, 4, move |inner| {
        let parts = prop::collection::vec(inner, 4);
        (shapes.clone(), parts).prop_map(|(shape, parts)| {
            let mut pieces = shape.split('~');
            let mut text = pieces.next().unwrap_or_default().replace('%', "\n");
            for (part, piece) in parts.iter().zip(pieces) {
                text.extend([part.as_str(), &piece.replace('%', "\n")]);
            }
            text
        })
    });
    let odd = prop::collection::vec((any::<Index>(), select(ODD.to_vec())), 0..3);
    (plain, odd).prop_map(|(mut text, odd)| {
        for (place, piece) in odd {
            let blanks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
            if !blanks.is_empty() {
                let at = *place.get(&blanks);
                text.replace_range(at..=at, piece);
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn made_up_blocks_come_out_as_the_tree_has_them(text in nested()) {
        agrees(&text);
    }
}
