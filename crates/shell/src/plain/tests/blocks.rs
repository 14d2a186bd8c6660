//! Texts that are made up of commands and blocks in odd nestings.

use super::{agrees, soup};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What texts are made of, `~` standing for another one.
const SHAPES: &str = "\
~ && ~
~ || ~
~ | ~
~ ; ~
~ & ~
~ \n ~
~ && ~ || ~
~ && ~ | ~
if ~ ; then ~ ; fi
if ~ ; then ~ ; else ~ ; fi > f
if ~ ; then ~ ; elif ~ ; then ~ ; fi
if ! ~ ; then ~ ; fi | ~
for x in a $B ; do ~ ; done
for x in a \"$B\" *.c ; do ~ ; done > f
while ~ ; do ~ ; done
until ~ ; do ~ ; done < f
( ~ )
(~) 2>&1 | ~
{ ~ ; }
{ ~ ; } > f && ~
A=$( ~ )
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
echo }
test -z \"$A\"
exit 1
read x
local a=b
in";

/// What stands in place of a blank now and then.
const ODD: [&str; 44] = [
    "", "\n", "\t", ";", "; ", "&", "& ", "|", " |& ", "&&", "||", ";;", "\\\n", " \\\n ",
    " # c\n", "# c\n", "\n\n", "\n# c\n", " ! ", " then ", " fi ", " do ", " done ", " in ", " { ",
    " } ", "(", ")", " ( ", " ) ", " > f ", ">f", " < $F ", " 2>&1 ", " > $(f) ", " x ", "\\ ",
    "$(", "\"", "'", " [ ", " ] ", " A= ", " if ",
];

fn nested() -> impl Strategy<Value = String> {
    let lines = |text: &'static str| select(text.split('\n').collect::<Vec<_>>());
    let shapes = SHAPES.replace(" \n ", " % ");
    let shapes: Vec<String> = shapes.split('\n').map(str::to_owned).collect();
    let leaf = prop_oneof![40 => lines(COMMANDS).prop_map(str::to_owned), 1 => soup()];
    let plain = leaf.prop_recursive(4, 24, 4, move |inner| {
        let parts = prop::collection::vec(inner, 4);
        (select(shapes.clone()), parts).prop_map(|(shape, parts)| {
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
    #![proptest_config(ProptestConfig::with_cases(4096))]
    #[test]
    fn made_up_blocks_come_out_as_the_tree_has_them(text in nested()) {
        agrees(&text);
    }
}
