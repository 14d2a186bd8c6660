//! Parse and print gives the same bytes, and every place in the document is a true place in its text.

use crate::inputs;
use dockerfile::{Document, Instruction, Span};
use std::ops::Range;

#[test]
fn printing_gives_the_same_bytes() {
    let inputs = inputs::all();
    let bytes: usize = inputs.iter().map(|input| input.text.len()).sum();
    for input in &inputs {
        let document = Document::parse(input.text.as_str());
        assert_eq!(print(&document), input.text, "{}", input.verdict.id);
    }
    println!(
        "{} inputs, {bytes} bytes printed as they were",
        inputs.len()
    );
}

#[test]
fn every_mapped_byte_is_its_source_byte() {
    let mut mapped = 0;
    let mut joins = 0;
    for input in inputs::all() {
        let document = Document::parse(input.text.as_str());
        for instruction in &document.instructions {
            mapped += same_bytes(&document, instruction);
            joins += instruction.logical.pieces.len() - 1;
        }
    }
    println!("{mapped} bytes mapped over {joins} joins");
}

/// The text put together again from instructions, comments and directives, and nothing but blanks between them.
fn print(document: &Document) -> String {
    let outside = document
        .comments
        .iter()
        .filter(|comment| comment.inside.is_none());
    let mut parts: Vec<Span> = document.instructions.iter().map(|part| part.span).collect();
    parts.extend(outside.map(|comment| comment.span));
    parts.extend(document.directives.iter().map(|directive| directive.span));
    parts.sort();
    let mut printed = String::new();
    for part in parts {
        printed.push_str(gap(document, printed.len()..part.start));
        printed.push_str(&document.text[part.range()]);
    }
    printed.push_str(gap(document, printed.len()..document.text.len()));
    printed
}

fn gap(document: &Document, range: Range<usize>) -> &str {
    let text = &document.text[range];
    assert_eq!(text.trim_start_matches('\u{feff}').trim(), "");
    text
}

fn same_bytes(document: &Document, instruction: &Instruction) -> usize {
    let logical = &instruction.logical;
    let mut end = 0;
    for piece in &logical.pieces {
        assert_eq!(piece.logical, end);
        end += piece.len;
        let joined = &logical.text[piece.logical..end];
        let source = Span::new(piece.source, piece.source + piece.len);
        assert_eq!(joined, document.slice(source));
        assert!(instruction.span.contains(source));
        assert_eq!(logical.source(Span::new(piece.logical, end)), Some(source));
    }
    assert_eq!(end, logical.text.len());
    end
}
