//! `view!` in the framework's own notation, written out as calls of `attune::widgets::markup`.
//!
//! The framework's macro makes a type of every element and the code to draw it; ours makes one call an attribute and one a
//! child, of functions that are in the download once. What it knows: elements, text, blocks, components, attributes, `on:`,
//! `prop:` and `class:`. A component's own line is left to the framework's macro; anything else is an error that says so.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use rstml::{
    Infallible,
    node::{KVAttributeValue, KeyedAttribute, KeyedAttributeValue, Node, NodeAttribute, NodeBlock, NodeElement},
};
use syn::{Expr, Stmt, spanned::Spanned};

/// A view.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let config = rstml::ParserConfig::default().recover_block(true);
    let (nodes, errors) = rstml::Parser::new(config).parse_recoverable(TokenStream::from(tokens)).split_vec();
    let errors = errors.into_iter().map(|error| error.emit_as_expr_tokens());
    let made = several(&nodes).unwrap_or_else(|error| error.into_compile_error());
    quote! {
        {
            #[allow(unused_braces)]
            {
                #(#errors;)*
                #made
            }
        }
    }
    .into()
}

type Made = syn::Result<TokenStream>;

/// What stands at the top: one view, or several in a row.
fn several(nodes: &[Node<Infallible>]) -> Made {
    let made =
        nodes.iter().filter(|node| !matches!(node, Node::Comment(_))).map(view_of).collect::<syn::Result<Vec<_>>>()?;
    Ok(match made.as_slice() {
        [one] => one.clone(),
        all => quote! { ::attune::widgets::markup::row(::std::vec![#(#all),*]) },
    })
}

/// One node as a view of its own.
fn view_of(node: &Node<Infallible>) -> Made {
    match node {
        Node::Element(element) if !is_component(element) => {
            let made = element_of(element)?;
            Ok(quote! { #made.done() })
        }
        Node::Element(element) => component(element),
        Node::Text(text) => {
            let text = &text.value;
            Ok(quote! { ::attune::widgets::markup::erase(#text) })
        }
        Node::Fragment(fragment) => several(&fragment.children),
        Node::Block(block) if is_closure(block) => Ok(quote! { ::attune::widgets::markup::live(#block) }),
        Node::Block(block) => Ok(quote! { ::attune::widgets::markup::erase(#block) }),
        other => Err(syn::Error::new_spanned(other, "text stands in quotation marks here")),
    }
}

/// Names of components begin with a capital letter, or are paths.
fn is_component(element: &NodeElement<Infallible>) -> bool {
    let name = element.name().to_string();
    name.contains("::") || name.starts_with(char::is_uppercase)
}

fn is_closure(block: &NodeBlock) -> bool {
    matches!(block, NodeBlock::ValidBlock(block) if matches!(block.stmts.as_slice(), [Stmt::Expr(Expr::Closure(_), _)]))
}

/// What a page may hold of the other namespace.
const DRAWN: [&str; 12] =
    ["svg", "g", "path", "circle", "line", "rect", "text", "polygon", "polyline", "ellipse", "title", "tspan"];

fn element_of(element: &NodeElement<Infallible>) -> Made {
    let name = element.name().to_string();
    let span = element.name().span();
    // A title within a page can only be that of a drawing: the page's own is set by the document.
    let make = if DRAWN.contains(&name.as_str()) { format_ident!("drawn") } else { format_ident!("element") };
    let mut made = quote_spanned! { span => ::attune::widgets::markup::#make(#name) };
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(syn::Error::new_spanned(attribute, "a spread of attributes is not known here"));
        };
        let call = attribute_call(attribute)?;
        made = quote! { #made #call };
    }
    for child in &element.children {
        let call = match child {
            Node::Comment(_) => continue,
            Node::Text(text) => {
                let text = &text.value;
                quote! { .text(#text) }
            }
            Node::Block(block) if !is_closure(block) => quote! { .child(#block) },
            other => {
                let view = view_of(other)?;
                quote! { .put(#view) }
            }
        };
        made = quote! { #made #call };
    }
    Ok(made)
}

fn attribute_call(attribute: &KeyedAttribute) -> Made {
    let key = attribute.key.to_string().replace(' ', "");
    let value = match &attribute.possible_value {
        KeyedAttributeValue::Value(value) => match &value.value {
            KVAttributeValue::Expr(value) => value.to_token_stream(),
            KVAttributeValue::InvalidBraced(block) => block.to_token_stream(),
        },
        KeyedAttributeValue::None => quote! { true },
        KeyedAttributeValue::Binding(_) => {
            return Err(syn::Error::new_spanned(attribute, "a binding is for components"));
        }
    };
    let span = attribute.key.span();
    Ok(if let Some(event) = key.strip_prefix("on:") {
        let event = syn::Ident::new(event, span);
        quote_spanned! { span => .on(::leptos::ev::#event, #value) }
    } else if let Some(name) = key.strip_prefix("prop:") {
        quote_spanned! { span => .property(#name, #value) }
    } else if let Some(name) = key.strip_prefix("class:") {
        quote_spanned! { span => .class(#name, #value) }
    } else if key.contains(':') {
        return Err(syn::Error::new_spanned(attribute, "this kind of attribute is not known here"));
    } else {
        quote_spanned! { span => .attribute(#key, #value) }
    })
}

/// A component's own line goes to the framework as it stands, with its children made by us. Where it hands something to
/// its children (`let:`), they go too.
fn component(element: &NodeElement<Infallible>) -> Made {
    let open = &element.open_tag;
    let binds = element.attributes().iter().any(|attribute| {
        matches!(attribute, NodeAttribute::Attribute(attribute)
            if attribute.key.to_string().starts_with("let") || matches!(attribute.possible_value, KeyedAttributeValue::Binding(_)))
    });
    if binds || element.children.is_empty() {
        return Ok(quote! { ::attune::widgets::markup::erase(::leptos::prelude::view! { #element }) });
    }
    let children = several(&element.children)?;
    let close = &element.close_tag;
    Ok(quote! { ::attune::widgets::markup::erase(::leptos::prelude::view! { #open { #children } #close }) })
}
